namespace StrictPost.Rendering;

/// <summary>The style of our pages: light, dark and on paper. Free of characters that XML would escape.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #59636e; --line: #d0d7de; --tint: #f6f8fa;
          --good: #116329; --warning: #7d4e00; --unknown: #0a4fa8; --bad: #a40e26; }
        @media (prefers-color-scheme: dark) { :root { --paper: #0f1318; --ink: #e6edf3; --soft: #9aa5b1; --line: #39424c; --tint: #181e25;
          --good: #4cc265; --warning: #e0a63a; --unknown: #6cb0ff; --bad: #ff7b72; } }
        @media print { :root { --paper: #fff; --ink: #000; --soft: #444; --line: #999; --tint: #fff;
          --good: #116329; --warning: #7d4e00; --unknown: #0a4fa8; --bad: #a40e26; } article, figure, tr { break-inside: avoid; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 64rem; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        table { overflow-wrap: break-word; } tbody th { min-width: 16ch; }
        h1 { margin: .5rem 0; font-size: 1.7rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; } h3 { margin: 0; font-size: 1rem; font-weight: 600; }
        p { margin: .4rem 0; } small, .when, footer, summary { color: var(--soft); } footer { margin-top: 3rem; font-size: .85rem; }
        .good { --tone: var(--good); } .warning { --tone: var(--warning); } .unknown { --tone: var(--unknown); } .bad { --tone: var(--bad); }
        .verdict { padding: .8rem 1rem; border-left: 6px solid var(--tone); background: var(--tint); } .verdict strong { font-size: 1.15rem; }
        .sign { display: inline-block; min-width: 1.7em; padding: 0 .3em; border: 1px solid var(--tone); border-radius: .3em; color: var(--tone);
          font: 600 .8em/1.5 ui-monospace, monospace; text-align: center; }
        figure { margin: 1rem 0; overflow-x: auto; } svg { width: 100%; min-width: 44rem; height: auto; }
        svg rect { fill: var(--tint); stroke: var(--tone, var(--line)); stroke-width: 2; } svg path { fill: none; stroke: var(--tone, var(--soft)); stroke-width: 2; }
        svg text { fill: var(--ink); font: 13px system-ui, sans-serif; } svg .name { font-weight: 600; } svg .note { fill: var(--soft); font-size: 12px; }
        svg .mark { fill: var(--tone); font: 700 13px ui-monospace, monospace; }
        table { width: 100%; border-collapse: collapse; margin: 1rem 0; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { padding: .4rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; } thead th { background: var(--tint); }
        .delivery { color: var(--ink); } .delivery.deliver { color: var(--good); } .delivery.deliver-unprotected { color: var(--warning); }
        .delivery.refuse { color: var(--bad); font-weight: 600; } .delivery.unknown { color: var(--unknown); }
        article { margin: .7rem 0; padding: .6rem 1rem; border: 1px solid var(--line); border-left: 6px solid var(--tone); } .severity { color: var(--tone); }
        ul.path, ul.path ul { list-style: none; padding-left: 1.2rem; } ul.path { padding-left: 0; } ul.path li { margin: .4rem 0; } ul.path li div { padding-left: 2.2em; }
        ol li { margin: .25rem 0; }
        """;
}
