using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds direct calls that a diff puts into, takes out of, or moves in the module loader, where a call stands for a place in the order.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c> (<c>kernel/module.c</c> up to v5.17): <c>load_module()</c>, <c>prepare_coming_module()</c>,
/// <c>do_init_module()</c>, <c>delete_module</c>, <c>free_module()</c>.</remarks>
internal static partial class LoaderCallReader
{
    private static readonly FrozenSet<string> Plumbing = new[]
    {
        "if", "for", "while", "switch", "return", "sizeof", "kfree", "vfree", "kvfree", "kmalloc", "kzalloc", "memset", "memcpy", "BUG_ON", "WARN_ON",
        "might_sleep", "schedule", "cond_resched", "wake_up_all", "msleep", "udelay", "printk", "strcpy", "snprintf", "sprintf", "INIT_LIST_HEAD",
        "add_taint_module", "add_taint", "kobject_uevent", "synchronize_rcu", "try_to_force_load", "rcu_assign_pointer",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The calls of a file that is the module loader.</summary>
    public static IEnumerable<(string Callee, NotifierChangeKind Kind, string? From, string? To, int Line)> Read(DiffFile file)
    {
        if (!file.Path.EndsWith("kernel/module.c", StringComparison.Ordinal) && !file.Path.EndsWith("kernel/module/main.c", StringComparison.Ordinal))
        {
            yield break;
        }

        Dictionary<string, (string Function, int Line)> removed = Calls(file, '-');
        Dictionary<string, (string Function, int Line)> added = Calls(file, '+');
        foreach ((string callee, (string function, int line)) in removed)
        {
            if (added.TryGetValue(callee, out (string Function, int Line) now))
            {
                if (function.Equals(now.Function, StringComparison.Ordinal) && !Moves(file, line, now.Line))
                {
                    continue;
                }

                yield return (callee, NotifierChangeKind.CallMoved, function, now.Function, now.Line);
            }
            else
            {
                yield return (callee, NotifierChangeKind.CallRemoved, function, null, line);
            }
        }

        foreach ((string callee, (string function, int line)) in added.Where(pair => !removed.ContainsKey(pair.Key)))
        {
            yield return (callee, NotifierChangeKind.CallAdded, null, function, line);
        }
    }

    // A call whose arguments change is taken out and put back on the same spot; one that moves passes a line that stays.
    private static bool Moves(DiffFile file, int from, int to)
    {
        string text = "";
        foreach (DiffLine line in file.Hunks.SelectMany(hunk => hunk.Lines).Where(line => line.Line == from || line.Line == to))
        {
            text = text.Length == 0 ? line.Text.Trim() : text.Equals(line.Text.Trim(), StringComparison.Ordinal) ? "same" : text;
        }

        return text is "same" && file.Hunks.SelectMany(hunk => hunk.Lines).Any(line => line.Sign == ' ' && line.Line > Math.Min(from, to) && line.Line < Math.Max(from, to));
    }

    // What a function that comes or goes as a whole calls is its own business; the call of that function is the place in the order.
    private static Dictionary<string, (string Function, int Line)> Calls(DiffFile file, char sign)
    {
        Dictionary<string, (string Function, int Line)> calls = new(StringComparer.Ordinal);
        foreach (DiffHunk hunk in file.Hunks)
        {
            bool wholeFunction = false;
            string function = FunctionName().Match(hunk.Function) is { Success: true } head ? head.Groups["name"].Value : "";
            foreach (DiffLine line in hunk.Lines)
            {
                Match start = FunctionStart().Match(line.Text);
                function = start.Success ? start.Groups["name"].Value : function;
                wholeFunction = start.Success ? line.Sign == sign : wholeFunction;
                Match call = line.Sign == sign && !wholeFunction && line.Text.Length < 300 ? Statement().Match(line.Text) : Match.Empty;
                if (call.Success && IsWhole(line.Text) && !Plumbing.Contains(call.Groups["name"].Value) && !Noise().IsMatch(call.Groups["name"].Value))
                {
                    calls.TryAdd(call.Groups["name"].Value, (function, line.Line));
                }
            }
        }

        return calls;
    }

    // The last line of a wrapped statement closes brackets that it did not open.
    private static bool IsWhole(string text) => text.AsSpan().Count('(') == text.AsSpan().Count(')');

    [GeneratedRegex(@"(?<name>\w+)\s*\([^()]*$|(?<name>\w+)\s*\([^()]*\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"^(static |int |void |long |bool |noinline |inline |SYSCALL_)[^;=]{0,80}?\b(?<name>\w+)\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FunctionStart();

    [GeneratedRegex(@"^\s+(\w+\s*=\s*)?(?<name>[a-z_]\w+)\((?=[^;]*\bmod\b)[^;{]*\)\s*;", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^(pr_|mutex_|spin_|list_|rcu_|kobject_|sysfs_|trace_|debug_?fs|audit_|atomic_|percpu_|dev_)|_lock$|_unlock$|^free$|notifier_call_chain|^notifier_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Noise();
}
