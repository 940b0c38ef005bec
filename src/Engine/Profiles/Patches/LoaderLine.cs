using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>What a line of the loader's source is.</summary>
internal enum LoaderLineKind
{
    /// <summary>A step of a loader program.</summary>
    Step,

    /// <summary>A call of a function whose lines are known.</summary>
    Call,

    /// <summary>Does nothing here; its place among the others is known.</summary>
    Landmark,

    /// <summary>A label.</summary>
    Label,

    /// <summary><c>goto</c>.</summary>
    Goto,

    /// <summary><c>return</c>.</summary>
    Return,
}

/// <summary>A line of a function of the loader, as its source shows it and as a program runs it.</summary>
/// <param name="Text">Step, function, or label.</param>
/// <param name="Key">How the source shows it; null for what no source line of this function shows.</param>
internal sealed record LoaderLine(LoaderLineKind Kind, string Text, string? Key)
{
    /// <summary>What runs when it fails; null when its result is dropped. Without a goto or return at its end it returns the error.</summary>
    public ErrorPath? OnError { get; init; }
}

/// <summary>What runs when a step fails.</summary>
/// <param name="Label">Program that a profile has for it, so that an unchanged path keeps its name; null for a new one.</param>
internal sealed record ErrorPath(string? Label, ImmutableArray<LoaderLine> Lines);
