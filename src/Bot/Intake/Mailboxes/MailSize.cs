namespace TriageBot.Bot.Intake.Mailboxes;

/// <summary>What is said of a message that is larger than <see cref="SourceMessage.MaxBytes"/>.</summary>
internal static class MailSize
{
    /// <summary>One sentence.</summary>
    public static string TooLarge(long bytes) => $"The message has {bytes} bytes, more than {SourceMessage.MaxBytes}; it was passed over.";
}
