using System.Globalization;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.MtaSts;

/// <summary>
/// The fields of one body as they are met, and the policy they make. "If any field other than mx is duplicated, all
/// entries except the first SHALL be ignored" (RFC 8461 §3.2), whatever the later ones hold.
/// </summary>
internal sealed class PolicyFields(List<Finding> findings)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly List<PolicyField> _all = [];
    private readonly List<MxPattern> _mx = [];
    private readonly List<PolicyExtension> _extensions = [];
    private PolicyMode? _mode;
    private int? _maxAge;
    private bool _first = true;

    /// <summary>The fields with a key that senders know, in their order, duplicates too.</summary>
    public IReadOnlyList<PolicyField> All => _all;

    /// <summary>True when this key has been met and only its first value counts.</summary>
    public bool Ignores(string key) => key != "mx" && _seen.Contains(key);

    public void Add(string key, string value, Place place, Place valuePlace)
    {
        _all.Add(new PolicyField(key, value, valuePlace));
        if (key == "mx")
            AddMx(value, valuePlace);
        else if (!_seen.Add(key))
            findings.Add(PolicyFindings.KeyDuplicate.At(place, key));
        else if (key == "version")
            ReadVersion(value, place, valuePlace);
        else if (key == "mode")
            ReadMode(value, valuePlace);
        else
            ReadMaxAge(value, valuePlace);
        _first = false;
    }

    /// <summary>A key such as <c>Mode</c>: by the grammar an unknown field, which senders ignore.</summary>
    public void AddMisspelt(string key, string meant, Place place)
    {
        findings.Add(PolicyFindings.KeyMisspelt.At(place, key, meant));
        _first = false;
    }

    public void AddExtension(string key, string value, Place place)
    {
        findings.Add(PolicyFindings.KeyUnknown.At(place, key));
        _extensions.Add(new PolicyExtension(key, value));
        _first = false;
    }

    /// <summary>A line that meant this key is broken and reported; its absence is then no news.</summary>
    public void NoteUnreadable(string key) => _unreadable.Add(key);

    /// <summary>The policy, or null after reporting what is missing.</summary>
    public StsPolicy? ToPolicy()
    {
        Require("version", PolicyFindings.VersionMissing);
        Require("mode", PolicyFindings.ModeMissing);
        Require("max_age", PolicyFindings.MaxAgeMissing);
        if (_mode is PolicyMode.Enforce or PolicyMode.Testing)
            Require("mx", PolicyFindings.MxMissing, _mode.Value.ToText());
        return _mode is { } mode && _maxAge is { } maxAge
            ? new StsPolicy { Mode = mode, MaxAge = maxAge, Mx = [.. _mx], Extensions = [.. _extensions] }
            : null;
    }

    private void Require(string key, FindingKind missing, string? value = null)
    {
        if (!_seen.Contains(key) && !_unreadable.Contains(key))
            findings.Add(missing.Found(value));
    }

    /// <summary>sts-policy-version-value = %s"STSv1". The RFC shows it first, and does not demand it.</summary>
    private void ReadVersion(string value, Place place, Place valuePlace)
    {
        if (value != "STSv1")
            findings.Add(PolicyFindings.VersionUnsupported.At(valuePlace, value));
        else if (!_first)
            findings.Add(PolicyFindings.VersionNotFirst.At(place));
    }

    /// <summary>sts-policy-mode-value = %s"testing" / %s"enforce" / %s"none".</summary>
    private void ReadMode(string value, Place place)
    {
        _mode = PolicyModes.Parse(value);
        if (_mode is not null)
            return;

        string bare = value.Trim('[', ']', '<', '>', '"', '\'', ' ').ToLowerInvariant();
        bool known = PolicyModes.Parse(bare) is not null;
        if (value.StartsWith('['))
            findings.Add(PolicyFindings.ModeBrackets.At(place, value, known ? $"mode: {bare}" : "mode: testing"));
        else
            findings.Add(PolicyFindings.ModeInvalid.At(place, value, known ? $"mode: {bare}" : "mode: testing"));
    }

    /// <summary>sts-policy-max-age-value = 1*10DIGIT, at most 31557600; senders cap what is larger.</summary>
    private void ReadMaxAge(string value, Place place)
    {
        if (MaxAgeFault(value) is { } fault)
        {
            findings.Add(PolicyFindings.MaxAgeInvalid.At(place, value, detail: fault));
            return;
        }

        long seconds = long.Parse(value, CultureInfo.InvariantCulture);
        if (seconds > StsPolicy.LongestMaxAge)
            findings.Add(PolicyFindings.MaxAgeTooLarge.At(place, value));
        if (seconds == 0)
            findings.Add(PolicyFindings.MaxAgeZero.At(place));
        _maxAge = (int)Math.Min(seconds, StsPolicy.LongestMaxAge);
    }

    private static string? MaxAgeFault(string value)
    {
        if (value.Length == 0)
            return "it is empty";
        if (!value.All(char.IsAsciiDigit))
            return "only digits are allowed, without units, signs, points or separators";
        return value.Length > 10 ? $"it has {value.Length} digits, and 10 is the most" : null;
    }

    /// <summary>sts-policy-mx = %s"mx" sts-policy-field-delim sts-policy-mx-value.</summary>
    private void AddMx(string value, Place place)
    {
        _seen.Add("mx");
        if (MxPattern.Read(value, place, findings) is { } pattern)
            _mx.Add(pattern);
    }
}
