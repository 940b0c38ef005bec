namespace TriageBot.Bot.Commands;

/// <summary>Where TXT records come from.</summary>
internal interface IDnsText
{
    /// <summary>Texts of a name, each with its parts joined; empty when it has none.</summary>
    /// <exception cref="IOException">Nobody can be asked.</exception>
    Task<IReadOnlyList<string>> QueryAsync(string name, CancellationToken cancellationToken);
}
