namespace TriageBot.Parsers.Orderings;

/// <summary>Which of two runs first, by the word between them.</summary>
internal enum RelationSide
{
    /// <summary>"a before b".</summary>
    Before,

    /// <summary>"a after b".</summary>
    After,

    /// <summary>"a between b and c".</summary>
    Between,
}

/// <summary>A word or phrase of a shaped sentence that sets two callbacks in order.</summary>
/// <param name="Start">Position in the shape.</param>
/// <param name="End">Behind it.</param>
/// <param name="Guard">"need" when one needs what the other has done, "until" when a denial belongs to the order ("not until"), or empty.</param>
internal readonly record struct RelationWord(RelationSide Side, string Guard, int Start, int End);

/// <summary>The two sides of a relation.</summary>
/// <param name="Fronted">Whether the object stands first.</param>
internal sealed record RelationSides(NameGroup Subject, NameGroup Object, bool Fronted);
