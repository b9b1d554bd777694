namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Large reporters by the name that people know; everybody else by the domain.</summary>
internal static class ReporterName
{
    public static string Of(string reporter) => reporter switch
    {
        "google.com" => "Google",
        "microsoft.com" => "Microsoft",
        "mail.ru" or "corp.mail.ru" => "Mail.ru",
        "yahooinc.com" or "yahoo-inc.com" => "Yahoo",
        _ => reporter,
    };
}
