namespace TriageBot.Bot.Intake;

/// <summary>A place that holds messages: an archive, a mailbox, a folder, a stream.</summary>
public interface IMessageSource
{
    /// <summary>Reads the messages one after the other, oldest first where the source knows. Memory does not grow with their number.
    /// What is damaged is handed out as a message with <see cref="SourceMessage.Damage"/>, and reading goes on behind it.</summary>
    /// <param name="since">Cursor of the last message that was read, or null for all. A cursor that the source no longer knows starts it anew.</param>
    /// <exception cref="IOException">The source cannot be read at all; also <see cref="UnauthorizedAccessException"/>.</exception>
    IAsyncEnumerable<SourceMessage> ReadAsync(string? since, CancellationToken cancellationToken);

    /// <summary>Number of messages that <see cref="ReadAsync"/> would hand out, for showing progress; null when only reading them would tell.</summary>
    /// <exception cref="IOException">The source cannot be read at all.</exception>
    long? Count(string? since) => null;
}
