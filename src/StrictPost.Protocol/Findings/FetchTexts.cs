namespace StrictPost.Protocol.Findings;

/// <summary>Sentences that findings about the way to the policy share.</summary>
internal static class FetchTexts
{
    public const string NoPolicy = "A sender that cannot fetch the policy acts as if there were none: mail flows, but unprotected. One "
        + "that holds an older policy keeps to it until it expires. ";

    public const string Certificates = "The certificate is what proves that the policy comes from the domain, and not from somebody who "
        + "forges DNS answers; so senders must not look past any fault of it. ";
}
