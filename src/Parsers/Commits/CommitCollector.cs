using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Commits;

/// <summary>Gathers references: one fact a commit and role, and no plain mention of a commit that has a role.</summary>
internal sealed class CommitCollector(int maxFacts)
{
    private const int Prefix = 7;
    private readonly List<CommitFact> _facts = [];
    private readonly Dictionary<(string Prefix, CommitRole Role, string? State), int> _index = [];
    private readonly HashSet<string> _withRole = new(StringComparer.Ordinal);
    private readonly HashSet<(string Prefix, CommitRole Role, string? State)> _firm = [];

    /// <summary>Whether no more facts are taken.</summary>
    public bool IsFull => _facts.Count >= maxFacts;

    /// <summary>Adds a reference.</summary>
    /// <param name="inPassing">Whether its role is told by prose that a tag for the same commit makes redundant.</param>
    public void Add(CommitFact fact, bool inPassing)
    {
        string prefix = PrefixOf(fact);
        (string Prefix, CommitRole Role, string? State) key = (prefix, fact.Role, fact.State);
        if (!inPassing)
        {
            _firm.Add(key);
        }

        if (_index.TryGetValue(key, out int known))
        {
            CommitFact first = _facts[known];
            _facts[known] = first with { Sha = fact.Sha.Length > first.Sha.Length ? fact.Sha : first.Sha, Subject = first.Subject ?? fact.Subject };
            return;
        }

        if (fact.Role != CommitRole.Mentioned)
        {
            _withRole.Add(prefix);
        }

        _index.Add(key, _facts.Count);
        _facts.Add(fact);
    }

    /// <summary>The facts, in the order of the text.</summary>
    public ImmutableArray<CommitFact> Finish()
    {
        Dictionary<string, string> titles = new(StringComparer.Ordinal);
        foreach (CommitFact fact in _facts.Where(fact => fact.Subject is not null))
        {
            titles.TryAdd(PrefixOf(fact), fact.Subject!);
        }

        return
        [
            .. _facts.Where(fact => !IsToldBetter(fact))
                .Select(fact => fact.Subject is null && titles.TryGetValue(PrefixOf(fact), out string? title) ? fact with { Subject = title } : fact),
        ];
    }

    // A tag says of a commit what the prose around it says in more words.
    private bool IsToldBetter(CommitFact fact)
    {
        string prefix = PrefixOf(fact);
        return fact.Role == CommitRole.Mentioned ? _withRole.Contains(prefix)
            : !_firm.Contains((prefix, fact.Role, fact.State))
                && (_index.ContainsKey((prefix, CommitRole.Fixes, null)) || _index.ContainsKey((prefix, CommitRole.Upstream, null)));
    }

    private static string PrefixOf(CommitFact fact) => fact.Sha.Length <= Prefix ? fact.Sha : fact.Sha[..Prefix];
}
