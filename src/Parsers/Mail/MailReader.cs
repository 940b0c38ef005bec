using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Commits;
using TriageBot.Parsers.Directives;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Links;
using TriageBot.Parsers.Oops;
using TriageBot.Parsers.Orderings;
using TriageBot.Parsers.Patches;
using TriageBot.Parsers.Symptoms;
using TriageBot.Parsers.Text;
using TriageBot.Parsers.Versions;

namespace TriageBot.Parsers.Mail;

/// <summary>Entry point of the parsers: bytes of one message, or bare text, to facts.</summary>
public static class MailReader
{
    /// <summary>Reads one message. Never throws on content: what cannot be read is a diagnostic.</summary>
    /// <param name="bytes">An RFC 5322 message, or the bare text of one; which of the two is told by content.</param>
    /// <param name="limits">What the message may cost; null for the defaults.</param>
    public static MailFacts Read(ReadOnlyMemory<byte> bytes, MailLimits? limits = null)
    {
        MailLimits cost = limits ?? new MailLimits();
        return Read(MessageLoader.Load(bytes, cost), cost, skim: false);
    }

    /// <summary>Reads one message as <see cref="Read(ReadOnlyMemory{byte}, MailLimits?)"/> does, without its symptoms, versions and call traces: their lists are empty.
    /// All other facts, the class and its reason are the same.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, MailLimits?)"/>
    public static MailFacts Skim(ReadOnlyMemory<byte> bytes, MailLimits? limits = null)
    {
        MailLimits cost = limits ?? new MailLimits();
        return Read(MessageLoader.Load(bytes, cost), cost, skim: true);
    }

    private static MailFacts Read(LoadedMail mail, MailLimits limits, bool skim)
    {
        List<Diagnostic> diagnostics = [.. mail.Diagnostics];
        SourceText body = new(mail.Body);
        BodyLayout layout = BodyLayout.Of(body, limits.MaxLineChars, mail.AttachedFrom);
        OwnText own = new(layout);
        Lazy<Prose> prose = new(() => Prose.Of(layout, limits.Ungated), LazyThreadSafetyMode.None);
        CallbackBook book = new(limits.MaxFacts);

        bool mayChange = layout.Has(LineRole.Diff) && body.Text.AsSpan().ContainsAny(Triggers.Diff);
        (ImmutableArray<NotifierChangeFact> changes, ImmutableArray<OrderingFact> patched) = mayChange
            ? Try(() => NotifierChangeReader.Read(layout, book, limits.MaxFacts), ([], []), diagnostics)
            : ([], []);
        bool mayOrder = (layout.OwnHas(Triggers.OrderInLines) && prose.Value.Text.AsSpan().ContainsAny(Triggers.Order)) || mail.Head.Subject.AsSpan().ContainsAny(Triggers.Order);
        if (mayOrder)
        {
            Try(() => ReadCallbacks(prose.Value, book, diagnostics), diagnostics);
        }

        (ImmutableArray<OrderingFact> orderings, ImmutableArray<OrderingFact> unstated) = mayOrder
            ? Try(() => ReadOrderings(prose.Value, book, mail.Head.Subject, limits, diagnostics), ([], []), diagnostics)
            : ([], []);
        if (mayOrder)
        {
            Try(() => SpelledCallbacks.Add(prose.Value, book, changes, !orderings.IsEmpty), diagnostics);
            Try(() => DefaultPriorityReader.Add(prose.Value, book), diagnostics);
        }

        // What the text says of the same callbacks comes first.
        orderings = [.. orderings, .. patched.Where(made => !orderings.Any(told => made.Sequence.All(told.Sequence.Contains)))];
        ImmutableArray<CommitFact> commits = Try(() => CommitScanner.Read(own, limits.MaxFacts), [], diagnostics);
        ImmutableArray<DirectiveFact> directives = Try(
            () => DirectiveScanner.Read(own, Robots.IsSyzbot(mail.Head.From), limits.MaxFacts, diagnostics), [], diagnostics);
        bool mayCall = layout.OwnHas(Triggers.CallOrRow);
        ImmutableArray<OrderingFact> calls = mayCall ? Try(() => CallOrderReader.Read(prose.Value, mail.Head.Subject, orderings, limits.MaxFacts), [], diagnostics) : [];
        bool mayComment = layout.Has(LineRole.Diff) && body.Text.AsSpan().ContainsAny(Triggers.Precedence);
        calls = mayComment ? [.. calls, .. Try(() => CallOrderReader.ReadComments(layout, mail.Head.Subject, limits.MaxLineChars, limits.MaxFacts), [], diagnostics)] : calls;
        bool mayPlace = layout.Has(LineRole.Diff) && body.Text.AsSpan().ContainsAny(PlacedFunctions.Words);
        ImmutableArray<CallbackFact> placed = mayPlace ? Try(() => PlacedFunctions.Read(layout, limits.MaxFacts), [], diagnostics) : [];
        Lazy<ImmutableArray<SymptomFact>> symptoms = new(
            () => Try(() => SymptomScanner.Read(prose.Value), [], diagnostics), LazyThreadSafetyMode.None);
        ImmutableArray<CallbackFact> callbacks = [.. book.Facts];
        callbacks = callbacks.IsEmpty ? callbacks : Try(() => CallbackDetails.Fill(callbacks, prose.Value, mail.Head.Subject), callbacks, diagnostics);
        ClassEvidence evidence = new(
            mail.Head.Subject, Robots.ReasonFor(mail), layout.Has(LineRole.Diff), layout.Has(LineRole.Diff) && layout.OwnHas(Triggers.Signed), layout.Count(LineRole.Own), mayOrder && (!unstated.IsEmpty || OrderTalk.IsIn(prose.Value)),
            callbacks, orderings, commits, symptoms, directives, changes);
        (MailClass kind, string reason) = MailClassifier.Classify(evidence);
        ImmutableArray<VersionFact> versions = skim ? [] : Try(() => VersionScanner.Read(prose.Value, limits.MaxFacts), [], diagnostics);
        ImmutableArray<LinkFact> links = skim ? [] : Try(() => LinkScanner.Read(own, limits.MaxFacts), [], diagnostics);
        ImmutableArray<CallTraceFact> traces = skim ? [] : Try(() => OopsScanner.Read(layout, limits.MaxFacts), [], diagnostics);
        bool mayPatch = layout.Has(LineRole.Diff) && body.Text.AsSpan().ContainsAny(KernelPatchReader.Words);
        KernelPatch? patch = mayPatch && !skim ? Try(() => KernelPatchReader.Read(layout), null, diagnostics) : null;
        return new MailFacts(
            mail.Head, body, kind, reason, callbacks, orderings, commits, skim ? [] : symptoms.Value, versions, directives, changes,
            [.. diagnostics.OrderBy(diagnostic => diagnostic.Line)])
        {
            UnstatedOrderings = unstated,
            CallOrders = calls,
            Functions = FunctionsOf(calls, placed, callbacks),
            PriorityProposals = [.. book.Proposals],
            CallTraces = traces,
            Links = links,
            KernelPatch = patch,
        };
    }

    private static ImmutableArray<CallbackFact> FunctionsOf(ImmutableArray<OrderingFact> calls, ImmutableArray<CallbackFact> placed, ImmutableArray<CallbackFact> callbacks)
    {
        HashSet<string> told = [.. callbacks.Select(callback => callback.Name)];
        return [.. CallOrderReader.FunctionsOf(calls).Concat(placed).Where(function => told.Add(function.Name))];
    }

    private static void ReadCallbacks(Prose prose, CallbackBook book, List<Diagnostic> diagnostics)
    {
        ReadOnlySpan<char> text = prose.Text;
        if (text.ContainsAny(Triggers.Block))
        {
            CInitialiserScanner.Scan(prose, book, diagnostics);
        }

        if (!text.ContainsAny(Triggers.Priority))
        {
            return;
        }

        PriorityListReader.Scan(prose, book, diagnostics);
        PriorityScanner scanner = new(prose, book, diagnostics);
        Sentence? previous = null;
        foreach (Sentence sentence in prose.Sentences)
        {
            scanner.Scan(sentence, previous);
            previous = sentence;
        }
    }

    private static (ImmutableArray<OrderingFact> Stated, ImmutableArray<OrderingFact> Unstated) ReadOrderings(
        Prose prose, CallbackBook book, string subject, MailLimits limits, List<Diagnostic> diagnostics)
    {
        (ImmutableArray<OrderingFact> facts, ImmutableArray<OrderingFact> unstated, List<Diagnostic> doubts) = OrderingReader.Read(prose, book, subject, limits.MaxFacts);
        diagnostics.AddRange(doubts);
        return (facts, unstated);
    }

    private static void Try(Action read, List<Diagnostic> diagnostics) =>
        _ = Try(
            () =>
            {
                read();
                return 0;
            },
            0,
            diagnostics);

    // The patterns are built so that this does not happen; a text that defeats one loses the facts of that kind and says so.
    private static T Try<T>(Func<T> read, T otherwise, List<Diagnostic> diagnostics)
    {
        try
        {
            return read();
        }
        catch (RegexMatchTimeoutException)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.MailTooComplex, 0, default, "Some facts were left out: the text takes too long to read."));
            return otherwise;
        }
    }
}
