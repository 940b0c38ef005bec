using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>One step of a loader program: an action with arguments and the label to go on at when it fails.</summary>
/// <param name="Action">First word, e.g. <c>chain</c> or <c>klp.module_coming</c>.</param>
/// <param name="Arguments">Further words.</param>
/// <param name="OnError">Label of the error path, or null when the result is dropped.</param>
public sealed record LoaderStep(string Action, ImmutableArray<string> Arguments, string? OnError)
{
    /// <summary>Parses <c>ACTION ARGUMENT... [or LABEL]</c>.</summary>
    /// <exception cref="ProfileException">The text is empty.</exception>
    public static LoaderStep Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new ProfileException("a loader step is empty: write ACTION ARGUMENT... [or LABEL]");
        }

        int or = Array.IndexOf(words, "or");
        return or > 0 && or + 1 < words.Length
            ? new LoaderStep(words[0], [.. words[1..or]], words[or + 1])
            : new LoaderStep(words[0], [.. words[1..]], null);
    }

    /// <summary>The step without its error label, as an edit names it.</summary>
    public string Call => Arguments.IsEmpty ? Action : Action + " " + string.Join(' ', Arguments);

    /// <inheritdoc/>
    public override string ToString() => OnError is null ? Call : $"{Call} or {OnError}";
}
