using System.Collections.Immutable;

namespace TriageBot.Parsers.Facts;

/// <summary>What a directive asks for, once its argument is understood.</summary>
public abstract record DirectiveCommand;

/// <summary>A command that takes no argument, or whose argument is only a remark.</summary>
/// <param name="Action">What is asked for.</param>
/// <param name="Remark">What stands behind it, or empty.</param>
public sealed record PlainCommand(DirectiveAction Action, string Remark) : DirectiveCommand;

/// <summary>A regression is tracked from here on, or its range changes.</summary>
/// <param name="Good">Last good commit, tag or version; null when one commit is named.</param>
/// <param name="Bad">The commit that is to blame, or the first bad end of the range; null for a range that is open there.</param>
/// <param name="Report"><c>^</c> for the parent mail, <c>~</c> or <c>/</c> for the first of the thread, an address, or null for this mail.</param>
public sealed record IntroducedCommand(string? Good, string? Bad, string? Report) : DirectiveCommand;

/// <summary>Gives the report a title.</summary>
public sealed record TitleCommand(string Title) : DirectiveCommand;

/// <summary>Credits a reporter.</summary>
/// <param name="Name">Empty when only an address is given.</param>
/// <param name="Address">Null when only a name is given.</param>
public sealed record FromCommand(string Name, string? Address) : DirectiveCommand;

/// <summary>Follows, shows or forgets a related place.</summary>
/// <param name="Action"><see cref="DirectiveAction.Monitor"/>, <see cref="DirectiveAction.Link"/>, <see cref="DirectiveAction.Unlink"/> or <see cref="DirectiveAction.Report"/>.</param>
/// <param name="Place">An address, or <c>^</c> for the parent mail.</param>
/// <param name="Title">Empty when none is given.</param>
public sealed record PlaceCommand(DirectiveAction Action, string Place, string Title) : DirectiveCommand;

/// <summary>This report and another one are the same.</summary>
/// <param name="Other">Address, Message-ID or exact title of the other one.</param>
public sealed record DuplicateCommand(string Other) : DirectiveCommand;

/// <summary>A commit cures it.</summary>
/// <param name="Commit">Lower case, or null when only the title is given.</param>
/// <param name="Title">Null when only the id is given.</param>
public sealed record FixCommand(string? Commit, string? Title) : DirectiveCommand;

/// <summary>Asks syzbot to test.</summary>
/// <param name="Repository">Null for the newest commit of the branch that the report is about.</param>
/// <param name="Revision">Branch or commit; null with <paramref name="Repository"/>.</param>
public sealed record TestCommand(string? Repository, string? Revision) : DirectiveCommand;

/// <summary>Sets or takes away a label.</summary>
/// <param name="Entry">Number in a monthly list, or null.</param>
/// <param name="Values">Empty for a label without values.</param>
public sealed record LabelCommand(bool Set, int? Entry, string Label, ImmutableArray<string> Values) : DirectiveCommand;

/// <summary>Names the kernel profile to check with.</summary>
public sealed record ProfileCommand(string Profile) : DirectiveCommand;

/// <summary>What the commands without a shape of their own ask for.</summary>
public enum DirectiveAction
{
    /// <summary>Solved without a change of code.</summary>
    Resolve,

    /// <summary>No bug.</summary>
    Invalid,

    /// <summary>Given up.</summary>
    Inconclusive,

    /// <summary>Low urgency from here on.</summary>
    Backburner,

    /// <summary>Normal urgency again.</summary>
    Unbackburner,

    /// <summary>A reminder.</summary>
    Poke,

    /// <summary>The mail is not activity.</summary>
    IgnoreActivity,

    /// <summary>A remark for the history.</summary>
    Note,

    /// <summary>Follow a related thread.</summary>
    Monitor,

    /// <summary>Show a related place.</summary>
    Link,

    /// <summary>Forget a related place.</summary>
    Unlink,

    /// <summary>Act on another report.</summary>
    Report,

    /// <summary>Take a fix back.</summary>
    Unfix,

    /// <summary>Take a duplicate back.</summary>
    Undup,

    /// <summary>Send the report to the upstream lists.</summary>
    Upstream,

    /// <summary>Drop the sender from the copies.</summary>
    Uncc,

    /// <summary>Make a list anew.</summary>
    Regenerate,

    /// <summary>Reject a report.</summary>
    Reject,

    /// <summary>Take a rejection back.</summary>
    Unreject,

    /// <summary>Say what is known of the thread.</summary>
    Status,

    /// <summary>Check the mail again.</summary>
    Check,

    /// <summary>Send the whole candidate fix.</summary>
    Patch,

    /// <summary>Let a held reply go.</summary>
    Approve,

    /// <summary>Send the sender nothing more.</summary>
    Stop,
}
