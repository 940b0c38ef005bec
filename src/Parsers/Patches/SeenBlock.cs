using System.Buffers;

namespace TriageBot.Parsers.Patches;

/// <summary>A notifier block as one side of a diff shows it.</summary>
/// <param name="name">Name of the variable or member; of the array for an element of one.</param>
/// <param name="isElement">Whether it is an element of an array of blocks.</param>
internal sealed class SeenBlock(string name, bool isElement = false)
{
    private static readonly SearchValues<char> s_expression = SearchValues.Create(" .->()");

    /// <summary>Name of the variable or member; of the array for an element of one.</summary>
    public string Name => name;

    /// <summary>Whether it is an element of an array of blocks.</summary>
    public bool IsElement => isElement;

    /// <summary>Whether its definition, or the assignment of its callback, is on a changed line.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether its definition or the assignment of its callback is shown.</summary>
    public bool Defined { get; set; }

    /// <summary>Its callback, or null when the diff does not show it.</summary>
    public string? Callback { get; set; }

    /// <summary>Whether its callback is a function and no expression that says where one is stored.</summary>
    public bool HasNamedCallback => Callback is not null && !Callback.AsSpan().ContainsAny(s_expression);

    /// <summary>Its priority as written, or null.</summary>
    public string? Priority { get; set; }

    /// <summary>Line of the mail: of the priority where there is one, else of the definition.</summary>
    public int Line { get; set; }
}
