using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>The options that say what is to change.</summary>
internal sealed class RequestOptions
{
    private readonly PolicyOptions _policy = new();
    private readonly Option<string[]> _addMx = Many("--add-mx", "PATTERN", "Add these mail hosts to the policy.");
    private readonly Option<string[]> _removeMx = Many("--remove-mx", "PATTERN", "Remove these from the policy; they must not take mail any more.");
    private readonly Option<string[]> _move = Many("--move", "HOST", "Move the mail to these hosts: all that are to be in MX afterwards.");
    private readonly Option<bool> _promote = new("--promote") { Description = "From testing to enforce, once reports prove that no mail is refused." };
    private readonly Option<bool> _leave = new("--leave") { Description = "Give MTA-STS up, without losing mail." };
    private readonly Option<int> _days = Number("--days", "DAYS", "With --promote: days of reports without a refused session.", GateTerms.Usual.Days);
    private readonly Option<int> _reporters = Number("--reporters", "COUNT", "With --promote: from so many proven reporters.", GateTerms.Usual.Reporters);
    private readonly Option<string?> _override = new("--override") { Description = "Go on without the evidence, for this reason; it is recorded.", HelpName = "REASON" };
    private readonly Option<bool> _elsewhere = new("--elsewhere") { Description = "The policy is served by somebody else, such as GitHub Pages: say what to do, and check each step from outside." };
    private readonly Option<string?> _earlier = new("--earlier-max-age")
    {
        Description = "With --elsewhere: the longest max_age that was ever served before, or 0 where there was no policy (default: a year, the worst there can be).",
        HelpName = "SECONDS",
    };

    public void AddTo(Command verb)
    {
        _policy.AddPolicyTo(verb);
        foreach (var option in (Option[])[_addMx, _removeMx, _promote, _move, _leave, _days, _reporters, _override, _elsewhere, _earlier])
            verb.Options.Add(option);
    }

    /// <summary>True where nothing says what is to change.</summary>
    public bool IsEmpty(ParseResult parsed) => !parsed.GetValue(_promote) && !parsed.GetValue(_leave) && parsed.GetValue(_move) is not { Length: > 0 } && !Edits(parsed);

    /// <summary>Who serves the policy.</summary>
    public PolicyPlace Place(ParseResult parsed) => parsed.GetValue(_elsewhere) ? PolicyPlace.Elsewhere : PolicyPlace.Here;

    /// <summary>Why proof is not needed; null where it is.</summary>
    public string? Override(ParseResult parsed) => parsed.GetValue(_override) is { } reason
        ? string.IsNullOrWhiteSpace(reason) ? throw new Refusal("`--override` needs a reason.", "Write why the evidence is not needed; it is kept with the change.") : reason.Trim()
        : null;

    /// <summary>The longest max_age before the first look, in seconds; null where nobody says.</summary>
    public int? EarlierMaxAge(ParseResult parsed)
    {
        if (parsed.GetValue(_earlier) is not { } text)
            return null;
        return DomainInput.MaxAge(text, out int seconds) is { } fault ? throw Refusal.Of(fault) : seconds;
    }

    /// <summary>What is asked of the gate, where the request would be a promotion of this policy.</summary>
    public GateTerms? Gate(ParseResult parsed, StsPolicy? current) => Request(parsed, current, null) is ChangeRequest.Promote promote ? promote.Terms : null;

    /// <summary>What somebody wants of this policy.</summary>
    /// <exception cref="Refusal">The options contradict each other, or the policy would be none that senders can use.</exception>
    public ChangeRequest Request(ParseResult parsed, StsPolicy? current, DomainName? domain)
    {
        bool promotes = parsed.GetValue(_promote);
        bool moves = parsed.GetValue(_move) is { Length: > 0 };
        bool leaves = parsed.GetValue(_leave);
        bool edits = Edits(parsed) && !(promotes && OnlyMaxAge(parsed)) && !(moves && OnlyPatterns(parsed));
        if ((promotes ? 1 : 0) + (moves ? 1 : 0) + (leaves ? 1 : 0) + (edits ? 1 : 0) > 1)
            throw new Refusal("Only one change can be asked for at a time.", "Give one of --promote, --move, --leave, or what the policy is to say.");
        if (leaves)
            return new ChangeRequest.Leave();
        if (moves)
            return new ChangeRequest.Move(Hosts(parsed), _policy.Mx(parsed) ?? []);
        bool asksToEnforce = current?.Mode == PolicyMode.Testing && Override(parsed) is null && OnlyMode(parsed) && _policy.Mode(parsed) == PolicyMode.Enforce;
        if (promotes || asksToEnforce)
            return new ChangeRequest.Promote(new GateTerms(parsed.GetValue(_days), parsed.GetValue(_reporters)), _policy.MaxAge(parsed));
        var target = Target(parsed, current);
        if (domain is not null)
            _ = PolicyOptions.Judged(domain, target).Count();
        return new ChangeRequest.Edit(target);
    }

    private StsPolicy Target(ParseResult parsed, StsPolicy? current)
    {
        var (added, removed) = (PolicyOptions.Patterns(parsed.GetValue(_addMx)) ?? [], PolicyOptions.Patterns(parsed.GetValue(_removeMx)) ?? []);
        var mx = DomainInput.WithoutDoubles([.. _policy.Mx(parsed) ?? current?.Mx ?? [], .. added]);
        if (removed.FirstOrDefault(pattern => !mx.Contains(pattern)) is { } missing)
            throw new Refusal($"The policy has no mx {missing}.", $"It has {string.Join(' ', mx)}.", ExitCode.Findings);
        return new StsPolicy
        {
            Mode = _policy.Mode(parsed) ?? current?.Mode ?? DomainSettings.UsualMode,
            MaxAge = _policy.MaxAge(parsed) ?? current?.MaxAge ?? DomainSettings.UsualMaxAge,
            Mx = [.. mx.Where(pattern => !removed.Contains(pattern))],
            Extensions = current?.Extensions ?? [],
        };
    }

    private MailHostSet Hosts(ParseResult parsed) => new(parsed.GetValue(_move)!.Select(text =>
        DomainName.Parse(text.Trim().TrimEnd('.')) is { Value: { } host } ? host : throw new Refusal($"`{text}` is no host name.", "Name the hosts as the MX records will, without patterns.")));

    private bool Edits(ParseResult parsed) =>
        _policy.IsGiven(parsed) || parsed.GetValue(_addMx) is { Length: > 0 } || parsed.GetValue(_removeMx) is { Length: > 0 };

    private bool OnlyMaxAge(ParseResult parsed) => _policy.Mx(parsed) is null && _policy.Mode(parsed) is null && !EditsMx(parsed);

    private bool OnlyPatterns(ParseResult parsed) => _policy.MaxAge(parsed) is null && _policy.Mode(parsed) is null && !EditsMx(parsed);

    private bool OnlyMode(ParseResult parsed) => _policy.Mx(parsed) is null && !EditsMx(parsed);

    private bool EditsMx(ParseResult parsed) => parsed.GetValue(_addMx) is { Length: > 0 } || parsed.GetValue(_removeMx) is { Length: > 0 };

    private static Option<string[]> Many(string name, string what, string description) =>
        new(name) { Description = description, HelpName = what, AllowMultipleArgumentsPerToken = true };

    private static Option<int> Number(string name, string what, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = what, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 400)
                result.AddError($"{name} takes a number from 1 to 400; without any reports, give --override and the reason.");
        });
        return option;
    }
}
