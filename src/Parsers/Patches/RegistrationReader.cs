using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds added calls that register or unregister a notifier block.</summary>
/// <remarks>Functions are told by their names (<c>register_*_notifier</c>, <c>*_notifier_chain_register</c>, <c>*_add_notifier</c> and the few that are
/// named otherwise), and any other function with "register" in its name by an argument that the mail shows as a block.</remarks>
internal static partial class RegistrationReader
{
    private const int MaxContinuation = 3;

    // The functions of the chains themselves take the chain, the block, and perhaps more.
    private const int InChain = 1;

    /// <summary>All added calls of a file, each block once per direction.</summary>
    /// <param name="blocks">Names of the notifier blocks that the mail shows.</param>
    public static IEnumerable<(string Block, NotifierChangeKind Kind, int Line)> Read(DiffFile file, FrozenSet<string> blocks)
    {
        HashSet<(string Block, bool Undo)> told = [];
        foreach (Registration call in Calls(file))
        {
            string? block = call.IsAdded && !SysOffReader.IsRegistrar(call.Match.Groups["name"].ValueSpan) ? BlockOf(call.Hunk, call.Match, blocks) : null;
            bool undo = Undoes().IsMatch(call.Match.Groups["name"].ValueSpan);
            if (block is not null && told.Add((block, undo)))
            {
                yield return (block, undo ? NotifierChangeKind.Unregistered : NotifierChangeKind.Registered, call.Line);
            }
        }
    }

    /// <summary>The chain on which the new side of a file registers each block: the list, or the word in front of "notifier" or "handler".</summary>
    /// <param name="blocks">Names of the notifier blocks that the mail shows.</param>
    public static IReadOnlyDictionary<string, string> Chains(DiffFile file, FrozenSet<string> blocks)
    {
        Dictionary<string, string> chains = new(StringComparer.Ordinal);
        foreach (Registration call in Calls(file))
        {
            string name = call.Match.Groups["name"].Value;
            if (!Undoes().IsMatch(name) && BlockOf(call.Hunk, call.Match, blocks) is string block && ChainOf(name, call.Match.Groups["arguments"].Value) is string chain)
            {
                chains.TryAdd(block, chain);
            }
        }

        return chains;
    }

    private static string? ChainOf(string name, string arguments) =>
        name.EndsWith("chain_register", StringComparison.Ordinal)
            ? LastMember().Match(arguments.Split(',')[0].Trim()) is { Success: true } list ? list.Groups["name"].Value : null
            : ChainName().Match(name) is { Success: true } word ? word.Groups["chain"].Value : null;

    // What implements the chains has no block of its own.
    private static IEnumerable<Registration> Calls(DiffFile file)
    {
        foreach (DiffHunk hunk in file.Path.Equals("kernel/notifier.c", StringComparison.Ordinal) ? [] : file.Hunks)
        {
            for (int i = 0; i < hunk.Lines.Length; i++)
            {
                DiffLine line = hunk.Lines[i];
                if (line.Sign != '-' && line.Text.Length <= 1_000 && MayRegister(line.Text) && Call().Match(Joined(hunk, i, out int last)) is { Success: true } call)
                {
                    yield return new Registration(hunk, call, line.Sign == '+' || hunk.Lines[last].Sign == '+', hunk.Lines[last].Line);
                }
            }
        }
    }

    private static bool MayRegister(string text) =>
        (text.Contains("regist", StringComparison.Ordinal) || text.Contains("_notifier", StringComparison.Ordinal)) && !Comment().IsMatch(text);

    // A call may be wrapped: its arguments then stand on the next lines of the new side. It is new when its chain or its block is.
    private static string Joined(DiffHunk hunk, int index, out int last)
    {
        string text = hunk.Lines[index].Text;
        last = index;
        for (int i = index + 1; i < hunk.Lines.Length && i <= index + MaxContinuation && text.AsSpan().Count('(') > text.AsSpan().Count(')'); i++)
        {
            if (hunk.Lines[i].Sign != '-')
            {
                text += " " + hunk.Lines[i].Text.Trim();
                last = i;
            }
        }

        return text;
    }

    private static string? BlockOf(DiffHunk hunk, Match call, FrozenSet<string> blocks)
    {
        string name = call.Groups["name"].Value;
        string arguments = call.Groups["arguments"].Value;
        if (arguments.Contains("struct ", StringComparison.Ordinal) || arguments.Trim() is "void" || OtherNotifier().IsMatch(name))
        {
            return null;
        }

        List<(string Name, bool IsPointer)> names = [.. arguments.Split(',').Select(Named).OfType<(string, bool)>()];
        if (names.FindLast(one => blocks.Contains(one.Name)) is { Name: string shown })
        {
            return shown;
        }

        (string Name, bool IsPointer)? meant = !Registrar().IsMatch(name) || names.Count == 0 ? null
            : name.Contains("chain", StringComparison.Ordinal) ? names[Math.Min(InChain, names.Count - 1)]
            : names.FindLast(candidate => BlockName().IsMatch(candidate.Name)) is { Name: not null } named ? named : names[^1];

        // A function that is handed a block and passes it on registers whatever its callers hand it.
        return meant is { IsPointer: true, Name: string handed } && IsParameter(hunk, handed) ? null : meant?.Name;
    }

    private static bool IsParameter(DiffHunk hunk, string name) =>
        hunk.Lines.Select(line => line.Text).Prepend(hunk.Function)
            .Where(text => text.Contains("notifier_block *", StringComparison.Ordinal))
            .Any(text => Parameter().Match(text) is { Success: true } one && one.Groups["name"].ValueSpan.SequenceEqual(name));

    private static (string Name, bool IsPointer)? Named(string argument)
    {
        string text = argument.Trim(' ', ')', '\t');
        return LastMember().Match(text) is { Success: true } found ? (found.Groups["name"].Value, found.Length == text.Length) : null;
    }

    [GeneratedRegex(@"^(devm_)?register_(?<chain>\w+)_(notifier|handler|nb)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ChainName();

    [GeneratedRegex(@"\b(?<name>\w*(regist|notifier)\w*)\s*\((?<arguments>([^()]|\([^()]*\)){1,300})\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Call();

    [GeneratedRegex(@"register\w*notif|notif\w*register|_nb_(un)?register|register_nb|register_(restart_handler|hotmemory|decode_chain)|^fb_(un)?register_client|^task_handoff_(un)?register|^profile_event_(un)?register|_(add|remove|reg|unreg)_notifier$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Registrar();

    // Their argument is no struct notifier_block.
    [GeneratedRegex(@"^_{0,2}(mmu|mmu_interval|preempt|user_return|cec|v4l2_async|kvm)_\w*notif|^(kvm_|v4l2_async_)|irq_(ack|mask)_notifier|^(fa|fs|i|d)notify", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OtherNotifier();

    [GeneratedRegex(@"unreg|remove_notifier", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Undoes();

    [GeneratedRegex(@"struct\s+notifier_block\s\*\s?(?<name>\w+)\s*[,)]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Parameter();

    // A constant (a type of event, a list) is no block.
    [GeneratedRegex(@"(?<name>\b(?![A-Z0-9_]+$|true$|false$)[a-z_]\w*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LastMember();

    [GeneratedRegex(@"(^|_)(nb|notif\w*|block|blk|nblock|notify)\d?$|_nb_|_notifier_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex BlockName();

    [GeneratedRegex(@"^\s*(/?\*|//|#\s*(define|if|pragma))|^[^;""]*(/\*|//)[^;]*regist", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Comment();

    // IsAdded: whether the patch adds the call, or one of its arguments.
    private readonly record struct Registration(DiffHunk Hunk, Match Match, bool IsAdded, int Line);
}
