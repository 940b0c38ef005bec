using System.Collections.Immutable;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Checks;

/// <summary>A chain check as one word: <c>chain:KIND;callback=priority,...;event:first&gt;later;...</c>, so that a reply can give a command that repeats it.</summary>
public static class ChainText
{
    /// <summary>What such a word begins with.</summary>
    public const string Prefix = "chain:";

    /// <summary>Reads one.</summary>
    /// <param name="teardown">Picks the events that undo another.</param>
    /// <exception cref="FormatException">The word is none; the message says how one is written.</exception>
    public static CheckPlan Parse(string word, Func<IEnumerable<string>, ImmutableArray<string>> teardown)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(teardown);
        string[] parts = word[Prefix.Length..].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || !Enum.TryParse(parts[0], ignoreCase: true, out ChainKind kind))
        {
            throw Wrong(word);
        }

        ImmutableArray<PlannedCallback> callbacks = [.. parts[1].Split(',').Select(c => Callback(c, word))];
        ImmutableArray<OrderClaim> claims = [.. parts[2..].Select(p => Claim(p, word))];
        return new CheckPlan(
            CheckBasis.StatedConstraints, null, null, kind, "", callbacks, claims, teardown(claims.Select(c => c.Event)));
    }

    private static PlannedCallback Callback(string text, string word) =>
        text.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, string priority] && PriorityText.TryParse(priority) is int value
            ? new PlannedCallback(name, value)
            : throw Wrong(word);

    private static OrderClaim Claim(string text, string word)
    {
        string[] sides = text.Split(':', StringSplitOptions.TrimEntries);
        ImmutableArray<string> sequence = sides.Length == 2 ? [.. sides[1].Split('>', StringSplitOptions.TrimEntries)] : [];
        return sequence.Length >= 2 ? new OrderClaim(sides[0], ClaimKind.Required, sequence, 0) : throw Wrong(word);
    }

    private static FormatException Wrong(string word) =>
        new($"'{word}' is no chain: write chain:blocking;first_cb=10,second_cb=0;load:second_cb>first_cb");
}
