namespace StrictPost.Checking;

/// <summary>How <c>check</c> prints its results.</summary>
internal enum CheckFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>One line of JSON for each domain.</summary>
    Jsonl,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>JUnit's XML, for build servers.</summary>
    Junit,

    /// <summary>One page that needs nothing else.</summary>
    Html,

    /// <summary>For the textfile collector.</summary>
    Prometheus,
}
