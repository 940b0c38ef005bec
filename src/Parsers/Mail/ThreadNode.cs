using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Mail;

/// <summary>A message in its thread, or the place of one that is not there.</summary>
public sealed class ThreadNode
{
    private readonly List<ThreadNode> _children = [];

    internal ThreadNode(string id, MailHead? head, int index)
    {
        Id = id;
        Head = head;
        Index = index;
    }

    /// <summary>Message-ID without angle brackets; empty when the message has none.</summary>
    public string Id { get; }

    /// <summary>The message, or null when others refer to it and it was not given (a ghost).</summary>
    public MailHead? Head { get; }

    /// <summary>Its place among the messages that were given, from 0; -1 for a ghost.</summary>
    public int Index { get; }

    /// <summary>The message that it answers, or null for the first of a thread.</summary>
    public ThreadNode? Parent { get; private set; }

    /// <summary>Answers, oldest first; an answer without a date stands behind those with one.</summary>
    public IReadOnlyList<ThreadNode> Children => _children;

    /// <summary>Whether the message itself is missing.</summary>
    public bool IsGhost => Head is null;

    /// <summary>This message and all below it, parents first, with their depth; needs no stack for deep threads.</summary>
    public IEnumerable<(ThreadNode Node, int Depth)> Walk()
    {
        Stack<(ThreadNode Node, int Depth)> open = new([(this, 0)]);
        while (open.TryPop(out (ThreadNode Node, int Depth) next))
        {
            yield return next;
            for (int i = next.Node._children.Count - 1; i >= 0; i--)
            {
                open.Push((next.Node._children[i], next.Depth + 1));
            }
        }
    }

    internal void SetParent(ThreadNode parent)
    {
        Parent?._children.Remove(this);
        Parent = parent;
        parent._children.Add(this);
    }

    internal bool IsAncestorOf(ThreadNode other)
    {
        for (ThreadNode? node = other; node is not null; node = node.Parent)
        {
            if (ReferenceEquals(node, this))
            {
                return true;
            }
        }

        return false;
    }

    internal void SortChildren(Comparison<ThreadNode> order) => _children.Sort(order);
}
