using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>A directive as it was understood.</summary>
/// <param name="Command">Null when it cannot be carried out.</param>
/// <param name="Doubt">What is wrong with it and how to say it right, or null. A command may be understood and still be doubtful.</param>
internal readonly record struct DirectiveReading(DirectiveCommand? Command, string? Doubt)
{
    /// <summary>Understood.</summary>
    public static DirectiveReading Of(DirectiveCommand command, string? doubt = null) => new(command, doubt);

    /// <summary>Not understood.</summary>
    public static DirectiveReading Failed(string doubt) => new(null, doubt);

    /// <summary>Reads the argument of a directive the way the bot does that it is for.</summary>
    public static DirectiveReading Read(DirectiveFact fact) => fact.Bot switch
    {
        "regzbot" => RegzbotCommands.Read(fact.Command, fact.Argument),
        "syz" => SyzCommands.Read(fact.Command, fact.Argument),
        _ => TriageCommands.Read(fact.Command, fact.Argument),
    };
}
