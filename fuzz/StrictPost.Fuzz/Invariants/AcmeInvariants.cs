using System.Security.Cryptography;
using System.Text;
using StrictPost.Engine.Acme;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for everything that a certificate authority may answer.</summary>
internal static class AcmeInvariants
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly Uri Asked = new("https://authority.example/acme/");

    public static void Check(byte[] answer)
    {
        CheckDirectory(answer);
        CheckOrder(answer);
        CheckAuthorization(answer);
        if (JsonFields.Read(answer, RenewalInfo.Read) is { } renewal)
            Unless(renewal.Start < renewal.End && renewal.MomentAt(0.5) > renewal.Start, "a window has a middle");
        CheckProblem(AcmeProblem.Of(new AcmeAnswer(400, answer)));

        string text = Encoding.Latin1.GetString(answer);
        foreach (var alternate in AnswerHeaders.Alternates(text, Asked))
            CheckUrl(alternate);
        if (CertificateChain.Read(text) is { } chain)
        {
            using var leaf = chain.Leaf();
            Unless(!chain.Certificates.IsEmpty, "a chain holds a certificate");
            Unless(!chain.IsFor("example.com", Key), "nobody made a certificate for this key");
            Unless(CertificateId.Of(leaf) is not { } id || id.Text.Count(character => character == '.') == 1, "an id has two parts");
        }
    }

    private static void CheckDirectory(byte[] answer)
    {
        if (JsonFields.Read(answer, AcmeDirectory.Read) is not { } directory)
            return;
        foreach (var url in (Uri?[])[directory.NewNonce, directory.NewAccount, directory.NewOrder, directory.RevokeCertificate, directory.KeyChange, directory.RenewalInfo])
            CheckUrl(url);
        Unless(directory.CaaIdentities.Length <= JsonFields.MostElements, "a list is bounded");
    }

    private static void CheckOrder(byte[] answer)
    {
        if (JsonFields.Read(answer, fields => AcmeOrder.Read(Asked, fields)) is not { } order)
            return;
        Unless(order.Authorizations.Length is > 0 and <= JsonFields.MostElements, "an order has something to prove, and not without end");
        foreach (var url in order.Authorizations)
            CheckUrl(url);
        CheckUrl(order.Finalize);
        CheckUrl(order.Certificate);
        Unless(order.Status != OrderStatus.Valid || order.Certificate is not null, "a valid order has a certificate");
        CheckProblem(order.Error);
    }

    private static void CheckAuthorization(byte[] answer)
    {
        if (JsonFields.Read(answer, AcmeAuthorization.Read) is not { } authorization)
            return;
        Unless(authorization.Host.Length is > 0 and <= 253, "a name has the length of one");
        foreach (var challenge in authorization.Challenges)
        {
            CheckUrl(challenge.Url);
            CheckProblem(challenge.Error);
            Unless(challenge.Token.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'), "a token can stand in a path");
        }
    }

    private static void CheckProblem(AcmeProblem? problem)
    {
        if (problem is null)
            return;
        Unless(problem.Kind.Length is > 0 and <= AcmeProblem.LongestText && problem.Detail.Length <= AcmeProblem.LongestText, "a problem's words are bounded");
        Unless(problem.Subproblems.Length <= AcmeProblem.MostSubproblems && problem.Text.Length > 0, "a problem can be told");
    }

    private static void CheckUrl(Uri? url) =>
        Unless(url is null || (url.Scheme == Uri.UriSchemeHttps && url.AbsoluteUri.StartsWith("https://", StringComparison.Ordinal) && url.UserInfo.Length == 0), "only https URLs are followed");
}
