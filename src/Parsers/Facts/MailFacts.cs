using System.Collections.Immutable;
using TriageBot.Parsers.Patches;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Facts;

/// <summary>A callback whose place in a chain the mail talks about.</summary>
/// <param name="Name">As in the text, without <c>()</c>.</param>
/// <param name="PriorityText">As in the text (<c>INT_MIN+1</c>), or null when none is stated.</param>
/// <param name="Priority">Its value as <c>int</c>, or null when none is stated or it is a name that this program does not know.</param>
/// <param name="Chain">The chain that the mail names for it (<c>reboot_notifier_list</c>, <c>module</c>, <c>panic</c>), or null.</param>
/// <param name="States">Events that the mail says it handles, in the mail's words.</param>
/// <param name="Line">Line of <see cref="MailFacts.Body"/>, from 1.</param>
public sealed record CallbackFact(
    string Name, string? PriorityText, int? Priority, string? Chain, ImmutableArray<string> States, int Line, TextSpan Span)
{
    /// <summary>Whether it is a function of which nothing says that it is a callback of a chain. Such a one is told; no class, check or reply rests on it.</summary>
    public bool IsPlain { get; init; }
}

/// <summary>Priorities that a sentence would give to callbacks.</summary>
/// <param name="Callbacks">At least one, each with the priority that it would get.</param>
public sealed record PriorityProposal(ImmutableArray<CallbackFact> Callbacks);

/// <summary>An order of callbacks for one event.</summary>
/// <param name="Event">Canonical where known (<c>load</c>, <c>unload</c>, <c>up</c>, <c>down</c>, <c>suspend</c>, <c>resume</c>, <c>register</c>, <c>unregister</c>, <c>reboot</c>, <c>panic</c>, ...), else in the mail's words; empty when the mail names none.</param>
/// <param name="Sequence">Names, first runs first; spelled as in <see cref="CallbackFact.Name"/> where the mail has such a callback.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">Why it was read so, for people who check the parser.</param>
/// <param name="Sense">Whether the author vouches for it.</param>
public sealed record OrderingFact(
    string Event, OrderingKind Kind, ImmutableArray<string> Sequence, int Line, TextSpan Span, double Confidence = 1, string Reason = "",
    OrderingSense Sense = OrderingSense.Stated)
{
    /// <summary>The confidence from which on a check may rest on an order. Of the orders in mails that nobody had looked at (the sixth batch of <c>fixtures/mail/orderings</c>,
    /// first reading), 62 of 72 above it were right and 8 of 11 below it; what was wrong was mended since.</summary>
    public const double Sure = 0.72;

    /// <summary>Whether a check may rest on it.</summary>
    public bool IsSure => Confidence >= Sure;

    /// <summary>Whether it is the order of functions of which nothing says that they are callbacks. Such a one is told; no class, check or reply rests on it.</summary>
    public bool IsPlain { get; init; }
}

/// <summary>A reference to a commit.</summary>
/// <param name="Sha">As written, lower case.</param>
/// <param name="Subject">The title given with it, line breaks joined by one blank, or null.</param>
/// <param name="State">For a bisect step: good, bad or skip; else null.</param>
/// <param name="FullSha">The whole id when a kernel tree knows the commit, else null.</param>
public sealed record CommitFact(string Sha, string? Subject, CommitRole Role, int Line, TextSpan Span, string? State = null, string? FullSha = null);

/// <summary>What the author saw go wrong, in the author's words.</summary>
public sealed record SymptomFact(string Text, int Line, TextSpan Span);

/// <summary>A command for a bot, in the author's own text.</summary>
/// <param name="Bot"><c>regzbot</c>, <c>syz</c> or <c>triage</c>.</param>
/// <param name="Command">Lower case, without the colon; a caret is kept.</param>
/// <param name="Argument">Line breaks joined by one blank; empty when there is none.</param>
/// <param name="Meaning">What it asks for; null when the argument cannot be understood, and a diagnostic says why.</param>
public sealed record DirectiveFact(string Bot, string Command, string Argument, int Line, TextSpan Span, DirectiveCommand? Meaning = null);

/// <summary>A change of a notifier block, or of a direct call of a callback, read out of a diff.</summary>
/// <param name="File">Path without <c>a/</c> and <c>b/</c>.</param>
/// <param name="Block">Name of the block or callback.</param>
/// <param name="From">Old value, or the function the call was in; null when there is none.</param>
/// <param name="To">New value, or the function the call is now in; null when there is none.</param>
/// <param name="Function">Function that the change is in, as the hunk shows it; null outside functions.</param>
/// <param name="HunkLine">Line in the new file, or in the old one for what is taken out; null when the hunk has no numbers.</param>
public sealed record NotifierChangeFact(
    string File, string Block, NotifierChangeKind Change, string? From, string? To, int Line, TextSpan Span, string? Function = null, int? HunkLine = null);

/// <summary>A kernel version that the mail names.</summary>
/// <param name="Text">As written, e.g. <c>v6.1-rc3</c>.</param>
/// <param name="Role">What it is to the mail; <see cref="CommitRole.Mentioned"/> when nothing is said.</param>
/// <param name="Sha">The commit in a name of <c>git describe</c> (<c>v6.1-rc3-12-gSHA</c>), else null.</param>
public sealed record VersionFact(string Text, CommitRole Role, int Line, TextSpan Span, string? Sha = null);

/// <summary>Headers of the message that the rest of the program needs. Addresses and ids are as parsed, never trusted.</summary>
/// <param name="Id">Message-ID without angle brackets; empty when there is none.</param>
/// <param name="InReplyTo">Message-ID without angle brackets, or null.</param>
/// <param name="References">Message-IDs without angle brackets, oldest first.</param>
/// <param name="Date">Null when absent or unreadable.</param>
public sealed record MailHead(
    string Id,
    string Subject,
    string From,
    string FromName,
    ImmutableArray<string> To,
    ImmutableArray<string> Cc,
    ImmutableArray<string> ReplyTo,
    string? InReplyTo,
    ImmutableArray<string> References,
    DateTimeOffset? Date,
    string? ListId,
    string? AutoSubmitted,
    string? Precedence,
    string? ReturnPath);

/// <summary>All that was read out of one mail. Every fact carries its place in <see cref="Body"/>.</summary>
/// <param name="Body">The decoded text, quotes included.</param>
/// <param name="Class">What the mail is.</param>
/// <param name="ClassReason">Why, in one sentence.</param>
public sealed record MailFacts(
    MailHead Head,
    SourceText Body,
    MailClass Class,
    string ClassReason,
    ImmutableArray<CallbackFact> Callbacks,
    ImmutableArray<OrderingFact> Orderings,
    ImmutableArray<CommitFact> Commits,
    ImmutableArray<SymptomFact> Symptoms,
    ImmutableArray<VersionFact> Versions,
    ImmutableArray<DirectiveFact> Directives,
    ImmutableArray<NotifierChangeFact> NotifierChanges,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Orders that the author asks about, supposes or denies. They say what the mail talks about; no check may rest on them.</summary>
    public ImmutableArray<OrderingFact> UnstatedOrderings { get; init; } = [];

    /// <summary>Orders of plain functions (<see cref="OrderingFact.IsPlain"/>).</summary>
    public ImmutableArray<OrderingFact> CallOrders { get; init; } = [];

    /// <summary>Plain functions (<see cref="CallbackFact.IsPlain"/>): those of <see cref="CallOrders"/>, and those to which the mail's diffs give another place.</summary>
    public ImmutableArray<CallbackFact> Functions { get; init; } = [];

    /// <summary>All callbacks and functions that people are told of: <see cref="Callbacks"/>, then <see cref="Functions"/>.</summary>
    public IEnumerable<CallbackFact> ToldCallbacks => Callbacks.Concat(Functions);

    /// <summary>All orders that people are told of: <see cref="Orderings"/>, then <see cref="CallOrders"/>.</summary>
    public IEnumerable<OrderingFact> ToldOrders => Orderings.Concat(CallOrders);

    /// <summary>Priorities that the author would give to callbacks, tried, or asks about. The kernel that the mail speaks of does not have them.</summary>
    public ImmutableArray<PriorityProposal> PriorityProposals { get; init; } = [];

    /// <summary>Addresses in the author's own text.</summary>
    public ImmutableArray<LinkFact> Links { get; init; } = [];

    /// <summary>Complaints of the kernel that the author pasted or attached.</summary>
    public ImmutableArray<CallTraceFact> CallTraces { get; init; } = [];

    /// <summary>What the mail's diffs do to the module chain and the module loader; null when they do nothing of the kind.</summary>
    public KernelPatch? KernelPatch { get; init; }
}
