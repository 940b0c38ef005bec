namespace TriageBot.Parsers.Orderings;

/// <summary>What a part of a sentence says of the time at which its callback runs.</summary>
[Flags]
internal enum ClauseTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Something runs, is done or comes.</summary>
    Runs = 1 << 0,

    /// <summary>It has run when something else happens.</summary>
    Done = 1 << 1,

    /// <summary>"Already", "by then".</summary>
    Already = 1 << 2,

    /// <summary>It is denied.</summary>
    Denied = 1 << 3,

    /// <summary>It runs first.</summary>
    First = 1 << 4,

    /// <summary>It runs second.</summary>
    Second = 1 << 5,

    /// <summary>It runs last.</summary>
    Last = 1 << 6,

    /// <summary>It runs earlier than what was said.</summary>
    Earlier = 1 << 7,

    /// <summary>It runs later than what was said.</summary>
    Later = 1 << 8,

    /// <summary>It is put off.</summary>
    Delayed = 1 << 9,

    /// <summary>People work on it: it is renamed, read, merged.</summary>
    Worked = 1 << 10,

    /// <summary>Its subject is a thing that is no callback.</summary>
    OtherSubject = 1 << 11,

    /// <summary>"After it", "before that": the other one of the order that was read last.</summary>
    PointsBack = 1 << 12,

    /// <summary>It stands at the start of the sentence or behind "and", "since" or a semicolon.</summary>
    Opens = 1 << 13,

    /// <summary>It was so, and is so no longer.</summary>
    Ceased = 1 << 14,
}

/// <summary>A part of a sentence between two words that join, and the callback that it speaks of.</summary>
internal sealed class ClausePart
{
    /// <summary>Sign of the word that joins it to what stands before, the most telling one of several; '\0' at the start.</summary>
    public char Joint { get; set; }

    /// <summary>Index of that word in the line, or of the first word.</summary>
    public int At { get; set; }

    /// <summary>Index behind its last word.</summary>
    public int End { get; set; }

    /// <summary>Index of the word that places it, as "afterwards", or -1.</summary>
    public int Marker { get; set; } = -1;

    /// <summary>Indexes of its names.</summary>
    public List<int> Names { get; } = [];

    /// <summary>Index of the name of the function in which something is done, or -1.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Index of a pronoun, or -1.</summary>
    public int Pronoun { get; set; } = -1;

    /// <summary>How many of its words nobody knows.</summary>
    public int Unknown { get; set; }

    /// <summary>Whether it has come to say what it is good for.</summary>
    public bool TellsWhy { get; set; }

    /// <summary>What it says.</summary>
    public ClauseTraits Traits { get; set; }

    /// <summary>Whether it speaks of a callback, or of one that a pronoun stands for.</summary>
    public bool HasSubject => Names.Count > 0 || Pronoun >= 0;

    /// <summary>Whether it says all of this.</summary>
    public bool Is(ClauseTraits traits) => (Traits & traits) == traits;

    /// <summary>Whether it says any of this.</summary>
    public bool IsAny(ClauseTraits traits) => (Traits & traits) != 0;
}
