using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;

namespace TriageBot.Parsers.Orderings;

/// <summary>What the module loader calls one after the other for a module: its steps, the chain of module notifiers, and the subsystems that it tells.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c> (<c>kernel/module.c</c> up to v5.17): <c>load_module()</c>, <c>prepare_coming_module()</c>,
/// <c>do_init_module()</c>, <c>delete_module</c>, <c>free_module()</c>.</remarks>
internal static partial class LoaderPath
{
    // Steps without "mod" in their name; the pattern knows the others, and is asked for few names.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_steps = FrozenSet.Create(
        StringComparer.Ordinal, "complete_formation", "post_relocation", "apply_relocations", "apply_relocate_add", "simplify_symbols", "do_free_init", "dynamic_debug_setup", "dynamic_debug_remove",
        "jump_label_apply_nops", "klp_write_relocations", "trim_init_extable", "ftrace_free_mem", "apply_alternatives", "apply_paravirt", "apply_retpolines", "apply_returns").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> s_inWords = SearchValues.Create(["notifier", "relocation"], StringComparison.Ordinal);

    /// <summary>Whether a function is a step of the loader, or what it calls there for a subsystem.</summary>
    public static bool IsStep(ReadOnlySpan<char> name) => name.Contains("mod", StringComparison.Ordinal) ? Step().IsMatch(name) : s_steps.Contains(name);

    /// <summary>Whether words name a subsystem that the loader tells of a module; identifiers do not.</summary>
    public static bool IsSubsystem(ReadOnlySpan<char> words) => !words.Contains('_') && Subsystem().IsMatch(words);

    /// <summary>Whether the loader calls both: steps, or a step and the chain.</summary>
    public static bool AreSteps(string first, string second) =>
        (IsStep(first) && (IsStep(second) || IsChain(second))) || (IsChain(first) && IsStep(second));

    /// <summary>The chain of module notifiers, or the relocations of a livepatch, where a sentence names them in words and a step by its function: "before the module notifiers".</summary>
    public static IEnumerable<NameToken> ChainsIn(string sentence, List<NameToken> tokens)
    {
        if (!sentence.AsSpan().ContainsAny(s_inWords) || !tokens.Exists(token => token.IsIdentifier && IsStep(token.Name)))
        {
            yield break;
        }

        foreach (Match match in Chain().Matches(sentence))
        {
            // "The module_notify_list notifier chain" has a name.
            if (tokens.Exists(token => token.IsIdentifier && token.End < match.Index && sentence.AsSpan(token.End, match.Index - token.End).Trim(" '\"`").IsEmpty))
            {
                continue;
            }

            yield return new NameToken(match.Value, match.Index, match.Index + match.Length, IsCall: false);
        }
    }

    private static bool IsChain(string name) => name is "module_notify_list" or "notifiers" or "notifier call" || (name.Contains(' ', StringComparison.Ordinal) && Chain().IsMatch(name));

    [GeneratedRegex(@"^(_{0,2}(klp|ftrace|jump_label|static_call|tracepoint|trace|ddebug|dynamic_debug|bpf|btf|kprobes?|unwind|kgdb|lockdep|cfi)_((add|del|remove|release|free)_mod(ule)?|module_(init|enable|coming|going|notify|callback|exit|setup))|prepare_coming_module|do_init_module|module_finalize|module_bug_finalize|module_enable_\w+|mod_sysfs_setup|free_module|module_arch_(cleanup|freeing_init)|module_notify_list|add_unformed_module)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Step();

    [GeneratedRegex(@"\b((module|(MODULE_STATE_)?(COMING|GOING|LIVE)|coming|going) (notifiers|notifier (call )?(chain|list)|notifier call|chain)|notifier (call )?chain|(?<=\bthe )(notifiers|notifier call)|((?i:klp|livepatch)|vmlinux-specific (?i:klp)) relocations)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Chain();

    [GeneratedRegex(@"^(ftrace|livepatch(ing)?|klp|jump labels?|static (calls?|keys?)|tracepoints?|kprobes?|dynamic debug|module notifiers)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Subsystem();
}
