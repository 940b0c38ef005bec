using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Mail;

/// <summary>Puts messages into threads by what they refer to, never by subject.</summary>
/// <remarks>Agrees with public-inbox: References and In-Reply-To in this order, each id once; an id that is one of the message's own
/// addresses is an answer to a prompt and no reference; the last reference is the parent; links that would close a loop are left out;
/// a message whose id is taken already is an answer to the first bearer.</remarks>
public static class ThreadBuilder
{
    /// <summary>The threads, oldest first, by the date of their first message that is there.</summary>
    public static ImmutableArray<ThreadNode> Build(IEnumerable<MailHead> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Dictionary<string, ThreadNode> byId = new(StringComparer.Ordinal);
        List<ThreadNode> nodes = [];
        List<(ThreadNode Copy, ThreadNode First)> copies = [];
        foreach (MailHead head in messages)
        {
            ThreadNode node = new(head.Id, head, nodes.Count);
            nodes.Add(node);
            if (head.Id.Length > 0 && !byId.TryAdd(head.Id, node))
            {
                copies.Add((node, byId[head.Id]));
            }
        }

        HashSet<ThreadNode> isCopy = [.. copies.Select(pair => pair.Copy)];
        List<ThreadNode> all = [.. nodes];
        foreach (ThreadNode node in nodes.Where(node => !isCopy.Contains(node)).OrderBy(node => node.Head!.Date ?? DateTimeOffset.MaxValue))
        {
            Link(node, byId, all);
        }

        foreach ((ThreadNode copy, ThreadNode first) in copies)
        {
            copy.SetParent(first);
        }

        foreach (ThreadNode node in all)
        {
            node.SortChildren(ByDate);
        }

        return [.. all.Where(node => node.Parent is null && (!node.IsGhost || node.Children.Count > 0)).OrderBy(FirstDate).ThenBy(FirstIndex)];
    }

    /// <summary>What a message refers to, oldest first, its parent last.</summary>
    public static ImmutableArray<string> ReferencesOf(MailHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        HashSet<string> seen = [head.Id, "", head.From, .. head.To, .. head.Cc, "y", "n"];
        IEnumerable<string> all = head.InReplyTo is { } parent ? head.References.Append(parent) : head.References;
        return [.. all.Where(seen.Add)];
    }

    // References fill the gaps that missing messages leave; only the last one is the message's own statement.
    private static void Link(ThreadNode node, Dictionary<string, ThreadNode> byId, List<ThreadNode> all)
    {
        ThreadNode? previous = null;
        foreach (string id in ReferencesOf(node.Head!))
        {
            if (!byId.TryGetValue(id, out ThreadNode? named))
            {
                byId.Add(id, named = new ThreadNode(id, null, -1));
                all.Add(named);
            }

            if (previous is not null && named.Parent is null && !named.IsAncestorOf(previous))
            {
                named.SetParent(previous);
            }

            previous = named;
        }

        if (previous is not null && !node.IsAncestorOf(previous))
        {
            node.SetParent(previous);
        }
    }

    private static int ByDate(ThreadNode one, ThreadNode other)
    {
        int dates = FirstDate(one).CompareTo(FirstDate(other));
        return dates != 0 ? dates : FirstIndex(one).CompareTo(FirstIndex(other));
    }

    // A ghost stands where its first answer does.
    private static DateTimeOffset FirstDate(ThreadNode node) => FirstPresent(node)?.Head?.Date ?? DateTimeOffset.MaxValue;

    private static int FirstIndex(ThreadNode node) => FirstPresent(node)?.Index ?? int.MaxValue;

    private static ThreadNode? FirstPresent(ThreadNode node)
    {
        ThreadNode? found = node;
        while (found is { IsGhost: true })
        {
            found = found.Children.Count > 0 ? found.Children[0] : null;
        }

        return found;
    }
}
