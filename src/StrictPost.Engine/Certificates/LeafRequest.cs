using System.Collections.Immutable;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// What a server certificate is to say. Faulty certificates are ordered with the same words as good ones.
/// </summary>
/// <param name="Names">DNS names (A-labels; <c>*.</c> may lead) that the certificate is for.</param>
/// <param name="NotBefore">First instant of validity; certificates count in whole seconds.</param>
/// <param name="NotAfter">Last instant of validity, later than <paramref name="NotBefore"/>.</param>
public sealed record LeafRequest(ImmutableArray<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>
    /// The subject's common name, at most 64 characters; null leaves the subject empty. Nobody should look at it: RFC
    /// 8461 §3.3 wants the name in the subject alternative name.
    /// </summary>
    public string? CommonName { get; init; }

    /// <summary>
    /// Whether <see cref="Names"/> stand in the subject alternative name, the only place where a sender looks.
    /// </summary>
    public bool NamesInSubjectAlternativeName { get; init; } = true;
}
