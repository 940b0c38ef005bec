namespace TriageBot.Bot.Configuration;

/// <summary>One place that mails are read from.</summary>
internal sealed class SourceOptions
{
    /// <summary>An mbox file, a file with one message, or a folder of <c>.eml</c> files; relative to the working folder. What a file is, is told by its content.</summary>
    public string Path { get; set; } = "";
}
