namespace StrictPost.Site;

/// <summary>
/// The GitHub workflow of a policy site: lint, publish, wait until the new body is served, and only then tell the id.
/// What it runs itself are plain commands, so they can be run anywhere.
/// </summary>
internal static class PagesWorkflow
{
    public static string Of(SitePlan plan) => $$$"""
        # Checks the policy, publishes it, waits until it is really served, and only then tells the records to publish.
        name: MTA-STS policy

        on:
          push:
            branches: [main]
          workflow_dispatch:

        # Which StrictPost does the work, and where it comes from: the only place that says so.
        env:
          STRICTPOST_VERSION: "{{{plan.ToolVersion}}}"
          STRICTPOST_SOURCE: "" # a folder in this repository, or a feed, that holds the .NET tool; nothing is installed from elsewhere

        permissions:
          contents: read
          pages: write
          id-token: write

        concurrency:
          group: mta-sts-policy
          cancel-in-progress: false

        jobs:
          publish:
            runs-on: ubuntu-latest
            timeout-minutes: 30
            environment:
              name: github-pages
              url: ${{ steps.deploy.outputs.page_url }}
            steps:
              - uses: actions/checkout@v5
                with:
                  fetch-depth: 0 # the id holds the time of the policy's last commit
              - uses: actions/setup-dotnet@v5
                with:
                  dotnet-version: 10.0.x
              - name: Install StrictPost
                run: |
                  : "${STRICTPOST_SOURCE:?says where the StrictPost tool comes from; set it at the top of this workflow}"
                  dotnet tool install StrictPost --tool-path "$RUNNER_TEMP/strictpost" --version "$STRICTPOST_VERSION" --source "$STRICTPOST_SOURCE"
                  echo "$RUNNER_TEMP/strictpost" >> "$GITHUB_PATH"
              - name: Lint
                run: strictpost lint .
              - uses: actions/configure-pages@v6
              - uses: actions/upload-pages-artifact@v5
                with:
                  path: .
                  include-hidden-files: true # .well-known starts with a dot
              - id: deploy
                uses: actions/deploy-pages@v5
              - name: Wait until the policy is served
                run: |
                  strictpost records {{{plan.Domain}}} \
                    --policy {{{SiteFiles.PolicyPath}}} \
                    --changed "$(git log -1 --format=%cI -- {{{SiteFiles.PolicyPath}}})" \
                    --keep-published-id{{{plan.RecordsOptions}}} \
                    --wait-served 15m > "$RUNNER_TEMP/records.txt"
              - name: Tell the records
                run: |
                  {
                    echo "### The policy is served. Now these records belong in DNS:"
                    echo '```'
                    cat "$RUNNER_TEMP/records.txt"
                    echo '```'
                  } >> "$GITHUB_STEP_SUMMARY"

        """.ReplaceLineEndings("\n");
}
