namespace TriageBot.Bot.Scan;

/// <summary>A place that holds messages.</summary>
public interface IMessageSource
{
    /// <summary>Reads the messages one after the other, oldest first where the source knows. Memory does not grow with their number.</summary>
    /// <param name="since">Cursor of the last message that was read, or null for all.</param>
    /// <exception cref="IOException">The source cannot be read.</exception>
    IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken);
}
