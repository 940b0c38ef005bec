using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>Turns facts of a mail into what to run. The only place where a fact becomes a scenario.</summary>
internal sealed class ScenarioPlanner(IProfileCatalog catalog)
{
    // Kernels since v4.10 (2017-02-19) have no CPU hotplug chain; facts G01.
    private static readonly DateTimeOffset s_hotplugChainGone = new(2017, 2, 19, 0, 0, 0, TimeSpan.Zero);

    // Far more than any real mail has; a hostile one must not make the engine run for hours.
    private const int MaxCallbacks = 64;
    private const int MaxClaims = 64;
    private const double MuchDoubt = 0.15;

    private static readonly string[] s_chains = ["notifiers", "chain", "notifier list", "notifier call"];

    private readonly ProfileChooser _profiles = new(catalog);

    public PlanOutcome Plan(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!IsOrdering(facts))
        {
            return PlanOutcome.NotOrdering;
        }

        ImmutableArray<PlannedCallback> callbacks = Participants(facts);
        if (callbacks.Length < 2)
        {
            return new PlanOutcome(null, [MissingParticipants(callbacks)], []);
        }

        HashSet<string> names = [.. callbacks.Select(c => c.Name)];
        ChainChoice chain = ChainReader.Read(facts, names);
        bool isModuleChain = chain.Known is null || ReferenceEquals(chain.Known, ChainTable.Module);
        return isModuleChain && names.Count(BuiltIn().Contains) >= 2
            ? OnKernel(facts, callbacks)
            : OnStatedConstraints(facts, callbacks, chain);
    }

    /// <summary>What to run for a mail whose patch may be an edit of a kernel; null when it holds none.</summary>
    /// <param name="earlier">The mails before it in the thread: earlier patches of its series are applied first.</param>
    public CheckPlan? PlanPatch(MailFacts facts, IReadOnlyList<EarlierMail> earlier)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ImmutableArray<PlannedCallback> changed = PatchTrials.Callbacks(facts.KernelPatch);
        ImmutableArray<PlannedCallback> callbacks = IsOrdering(facts) ? Participants(facts) : [];
        Lazy<ProfileChoice> profiles = new(() => _profiles.Choose(facts, changed.IsEmpty ? callbacks : changed));
        if (PatchTrials.Of(facts, earlier, () => Bases(facts, profiles.Value)) is not { } trial)
        {
            return null;
        }

        ImmutableArray<OrderClaim> claims = Claims(facts, callbacks, EventWords.OfModule);
        return new CheckPlan(
            CheckBasis.Kernel, profiles.Value.Good, profiles.Value.Bad, ChainTable.Module.Kind, ChainTable.Module.Name,
            [.. callbacks.Concat(changed).DistinctBy(c => c.Name, StringComparer.Ordinal)], claims, EventWords.Teardown(claims.Select(c => c.Event)))
        {
            Patch = trial,
        };
    }

    // The kernel that the mail names, the newest of its day, then all others, released ones first.
    private IEnumerable<string> Bases(MailFacts facts, ProfileChoice profiles)
    {
        string? newest = facts.Head.Date is { } date ? catalog.NewestAt(DateOnly.FromDateTime(date.UtcDateTime))?.Name : null;
        IEnumerable<string> all = catalog.All.OrderByDescending(p => p.Since ?? DateOnly.MinValue).ThenBy(p => p.Name.Length).ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name);
        return ((IEnumerable<string?>)[profiles.Bad, newest, .. all]).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private static bool IsOrdering(MailFacts facts) => facts.Class is MailClass.OrderingReport or MailClass.OrderingPatch or MailClass.OrderingDiscussion;

    private PlanOutcome OnKernel(MailFacts mail, ImmutableArray<PlannedCallback> participants)
    {
        // "Before the module notifiers": a kernel calls those on the chain, not the chain.
        ImmutableArray<PlannedCallback> callbacks = [.. participants.Where(c => !IsChain(c.Name))];
        MailFacts facts = mail with { Orderings = [.. mail.Orderings.Select(o => o with { Sequence = [.. o.Sequence.Where(name => !IsChain(name))] })] };
        ProfileChoice profiles = _profiles.Choose(facts, callbacks);
        ImmutableArray<OrderClaim> claims = Claims(facts, callbacks, EventWords.OfModule);
        CheckPlan plan = new(
            CheckBasis.Kernel, profiles.Good, profiles.Bad, ChainTable.Module.Kind, ChainTable.Module.Name, callbacks, claims,
            EventWords.Teardown(claims.Select(c => c.Event)));
        return new PlanOutcome(plan, [], profiles.Notes) { Instead = profiles.Instead };
    }

    private static bool IsChain(string name) => name is "notifiers" || (name.Contains(' ', StringComparison.Ordinal) && s_chains.Any(word => name.EndsWith(word, StringComparison.Ordinal)));

    private static PlanOutcome OnStatedConstraints(MailFacts facts, ImmutableArray<PlannedCallback> callbacks, ChainChoice chain)
    {
        ImmutableArray<CallbackFact> unvalued = [.. facts.Callbacks.Where(f => f.PriorityText is not null && f.Priority is null)];
        ImmutableArray<PlannedCallback> known = [.. callbacks.Where(c => facts.Callbacks.Any(f => string.Equals(f.Name, c.Name, StringComparison.Ordinal)) && !IsOneOf(unvalued, c))];
        ImmutableArray<OrderClaim> said = Claims(facts, callbacks, EventWords.OfChain);
        ImmutableArray<OrderClaim> claims = Claims(facts, known, EventWords.OfChain);
        ImmutableArray<string> missing = MissingConstraints(callbacks, unvalued, said, claims);
        if (!missing.IsEmpty)
        {
            return new PlanOutcome(null, missing, []);
        }

        ImmutableArray<PlannedCallback> registered = AsRegistered(known, claims);
        ImmutableArray<string> notes = StatedNotes(facts, chain, unvalued, isTakenFromSight: !registered.SequenceEqual(known));
        CheckPlan plan = new(
            CheckBasis.StatedConstraints, null, null, chain.Kind, chain.Name, registered, claims,
            EventWords.Teardown(claims.Select(c => c.Event)));
        return PatchPlan.Of(facts, plan) is { } before
            ? new PlanOutcome(before, [], notes) { Patched = plan }
            : new PlanOutcome(plan, [], notes) { Proposed = PatchPlan.Proposed(facts, plan) };
    }

    // Of equal priorities the first registered one runs first; which that is, the order tells that was seen.
    private static ImmutableArray<PlannedCallback> AsRegistered(ImmutableArray<PlannedCallback> callbacks, ImmutableArray<OrderClaim> claims)
    {
        List<PlannedCallback> registered = [.. callbacks];
        foreach (OrderClaim seen in claims.Where(c => c.Kind == ClaimKind.Observed))
        {
            foreach ((string first, string later) in seen.Sequence.Zip(seen.Sequence.Skip(1)))
            {
                int from = registered.FindIndex(c => string.Equals(c.Name, first, StringComparison.Ordinal));
                int to = registered.FindIndex(c => string.Equals(c.Name, later, StringComparison.Ordinal));
                if (from > to && to >= 0 && (registered[from].Priority ?? 0) == (registered[to].Priority ?? 0))
                {
                    PlannedCallback moved = registered[from];
                    registered.RemoveAt(from);
                    registered.Insert(to, moved);
                }
            }
        }

        return [.. registered];
    }

    private static ImmutableArray<PlannedCallback> Participants(MailFacts facts)
    {
        HashSet<string> ordered = [.. facts.Orderings.SelectMany(o => o.Sequence)];
        IEnumerable<string> names = facts.Callbacks
            .Where(c => c.Priority is not null || ordered.Contains(c.Name))
            .OrderBy(c => c.Line)
            .Select(c => c.Name)
            .Concat(facts.Orderings.SelectMany(o => o.Sequence))
            .Distinct(StringComparer.Ordinal)
            .Take(MaxCallbacks);
        return [.. names.Select(name => new PlannedCallback(name, PriorityOf(facts, name)))];
    }

    private static int? PriorityOf(MailFacts facts, string name) =>
        facts.Callbacks.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal) && c.Priority is not null)?.Priority;

    // What a mail says twice is one claim, in the line where it is said first.
    private static ImmutableArray<OrderClaim> Claims(MailFacts facts, ImmutableArray<PlannedCallback> callbacks, Func<string, string> nameEvent)
    {
        HashSet<string> names = [.. callbacks.Select(c => c.Name)];
        ImmutableArray<OrderingFact> orders = [.. facts.Orderings.Where(o => o.Kind != OrderingKind.Derived && o.IsSure && o.Sequence.Length >= 2 && o.Sequence.All(names.Contains)).Take(MaxClaims)];
        return
        [
            .. orders
                .Where(o => o.Kind != OrderingKind.Observed || !orders.Any(other => Contradicts(other, o)))
                .Select(o => new OrderClaim(nameEvent(o.Event), KindOf(o.Kind), o.Sequence, o.Line))
                .DistinctBy(c => (c.Event, c.Kind, string.Join('\n', c.Sequence))),
        ];
    }

    // Who saw both orders saw two kernels, and the mail does not say which is meant; unless one of the two was read with much less doubt.
    private static bool Contradicts(OrderingFact other, OrderingFact order) =>
        other.Kind == OrderingKind.Observed && string.Equals(other.Event, order.Event, StringComparison.Ordinal) && other.Confidence > order.Confidence - MuchDoubt
        && other.Sequence.Zip(other.Sequence.Skip(1)).Intersect(order.Sequence.Skip(1).Zip(order.Sequence)).Any();

    private static ClaimKind KindOf(OrderingKind kind) => kind switch
    {
        OrderingKind.Required => ClaimKind.Required,
        OrderingKind.Proposed => ClaimKind.Proposed,
        _ => ClaimKind.Observed,
    };

    private HashSet<string> BuiltIn() =>
        [.. catalog.All.SelectMany(p => p.ModuleChainCallbacks.Select(c => c.Key).Concat(p.DirectCallbacks))];

    private static string MissingParticipants(ImmutableArray<PlannedCallback> callbacks) =>
        callbacks.IsEmpty
            ? "Which callbacks run in the wrong order: at least two names, each with its priority."
            : $"Which other callback {callbacks[0].Name} runs before or after, and the priority of each.";

    // A claim about what is no callback with a place on the chain ("the framebuffer runs first") cannot be run: an assumed
    // priority would make up the answer.
    private static ImmutableArray<string> MissingConstraints(
        ImmutableArray<PlannedCallback> callbacks, ImmutableArray<CallbackFact> unvalued, ImmutableArray<OrderClaim> said, ImmutableArray<OrderClaim> claims)
    {
        List<string> missing = [];
        if (!said.Any(c => c.Kind is ClaimKind.Required or ClaimKind.Observed))
        {
            missing.Add($"In which order {Join(callbacks)} must run, for each event.");
        }

        ImmutableArray<PlannedCallback> unplaced = [.. callbacks.Where(c => c.Priority is null)];
        ImmutableArray<PlannedCallback> silent = [.. unplaced.Where(c => !IsOneOf(unvalued, c))];
        if (!silent.IsEmpty && (unplaced.Length == callbacks.Length || (claims.IsEmpty && !said.IsEmpty)))
        {
            missing.Add($"The priority of {Join(silent)} (.priority of the notifier_block).");
        }

        // What else the mail says may be checked, but it is not what it is about.
        missing.AddRange(unvalued.Where(fact => said.Any(claim => claim.Sequence.Contains(fact.Name, StringComparer.Ordinal))).Select(fact => $"The value of {fact.PriorityText}, the priority of {fact.Name}."));

        return [.. missing];
    }

    private static bool IsOneOf(ImmutableArray<CallbackFact> facts, PlannedCallback callback) =>
        facts.Any(fact => string.Equals(fact.Name, callback.Name, StringComparison.Ordinal));

    private static string Join(ImmutableArray<PlannedCallback> callbacks) => string.Join(" and ", callbacks.Select(c => c.Name));

    private static ImmutableArray<string> StatedNotes(MailFacts facts, ChainChoice chain, ImmutableArray<CallbackFact> unvalued, bool isTakenFromSight)
    {
        List<string> notes = [.. unvalued.Select(fact => $"The value of {fact.PriorityText} is not known here: no order with {fact.Name} was judged.")];
        if (isTakenFromSight)
        {
            notes.Add("Callbacks of equal priority run as they were registered; the run registers them in the order that the mail saw.");
        }

        if (chain.IsAssumed)
        {
            notes.Add("The mail does not say of which kind the chain is; a blocking chain was taken.");
        }

        bool isOld = facts.Head.Date < s_hotplugChainGone;
        if (!isOld && string.Equals(chain.Known?.Name, ChainTable.CpuHotplug.Name, StringComparison.Ordinal))
        {
            notes.Add("The CPU hotplug notifier chain no longer exists: hotplug states replaced it between v4.6 and v4.10. The run shows a chain as it was.");
        }

        return [.. notes];
    }
}
