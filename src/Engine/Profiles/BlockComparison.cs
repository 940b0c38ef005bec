using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>Compares the built-in blocks of two module chains. Blocks are told apart by callback and file: two files have a <c>trace_module_notify</c>.</summary>
internal static class BlockComparison
{
    public static IEnumerable<ProfileChange> Between(ImmutableArray<BuiltInBlock> from, ImmutableArray<BuiltInBlock> to)
    {
        foreach (BuiltInBlock gone in from.Where(b => Same(to, b) is null))
        {
            yield return Change(gone, "is gone from the module chain");
        }

        foreach (BuiltInBlock added in to.Where(b => Same(from, b) is null))
        {
            yield return Change(added, $"is new on the module chain: priority {added.Priority}{Actions(added)}, {Result(added)}");
        }

        foreach (BuiltInBlock after in to)
        {
            foreach (string text in Same(from, after) is BuiltInBlock before ? Fields(before, after) : [])
            {
                yield return Change(after, text);
            }
        }

        string[] kept = [.. Walk(from.Where(b => Same(to, b) is not null))];
        string[] now = [.. Walk(to.Where(b => Same(from, b) is not null))];
        if (!kept.SequenceEqual(now, StringComparer.Ordinal))
        {
            yield return new ProfileChange(ProfileChangeKind.Block, "module chain", $"is walked in another order: {string.Join(", ", now)}");
        }
    }

    private static IEnumerable<string> Fields(BuiltInBlock before, BuiltInBlock after)
    {
        if (before.PriorityValue != after.PriorityValue)
        {
            yield return $"has priority {after.Priority}, before {before.Priority}";
        }

        if (Actions(before) != Actions(after))
        {
            yield return $"does something else{Actions(after)}; before{Actions(before)}";
        }

        if (before.Result != after.Result)
        {
            yield return Result(after);
        }
    }

    private static IEnumerable<string> Walk(IEnumerable<BuiltInBlock> blocks) => blocks.OrderByDescending(b => b.PriorityValue).Select(b => b.Callback);

    private static BuiltInBlock? Same(ImmutableArray<BuiltInBlock> blocks, BuiltInBlock wanted) =>
        blocks.FirstOrDefault(b => b.Callback == wanted.Callback && b.File == wanted.File);

    private static ProfileChange Change(BuiltInBlock block, string text) => new(ProfileChangeKind.Block, block.Callback, text);

    private static string Actions(BuiltInBlock block) => block.Actions is null or { Count: 0 }
        ? ", nothing that is modelled"
        : string.Concat(block.Actions.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $", {a.Value} on {a.Key}"));

    private static string Result(BuiltInBlock block) => block.Result switch
    {
        BlockResult.Errno => "returns its error to the chain",
        BlockResult.BareErrno => "returns its error as it is, which stops the walk and reads as success",
        _ => "drops its error",
    };
}
