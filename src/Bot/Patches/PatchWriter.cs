using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Patches;

/// <summary>Writes a passing candidate as a complete diff: of the code that the mail's own patch leaves behind, else of the kernel tree, else of the model that was run.</summary>
internal sealed class PatchWriter(KernelTree tree)
{
    /// <summary>The diff; null when no candidate passes, or nothing is known that it could apply to.</summary>
    public CandidatePatch? Write(MailFacts facts, CheckPlan plan, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(verdict);
        FixCandidate[] passing = [.. verdict.Fixes.Where(f => f.Passes)];
        if (passing.Length == 0)
        {
            return null;
        }

        ImmutableArray<CodeFile> patched = PostImage.Of(facts.Body.Text);
        KernelProfile? kernel = verdict.BadProfile is { } name && KernelProfileCatalog.TryGet(name, out KernelProfile? known) ? known : null;
        bool onModules = kernel is not null || plan.ChainName.Contains("module", StringComparison.OrdinalIgnoreCase);
        IEnumerable<KeyValuePair<string, int>> today = kernel is null
            ? plan.Callbacks.Select(c => KeyValuePair.Create(c.Name, c.Priority ?? 0))
            : kernel.ModuleChain.Select(b => KeyValuePair.Create(b.Callback, b.PriorityValue));
        Dictionary<string, int> priorities = today.DistinctBy(t => t.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var changes = passing.Select(f => (Fix: f, Changes: HandlerChange.Of(f, onModules, priorities))).Where(c => c.Changes is { Length: > 0 }).ToList();
        return changes.Select(c => Code(c.Fix, c.Changes!.Value, callbacks => Defining(patched, callbacks), "the files as the patch in the mail leaves them")).FirstOrDefault(p => p is not null)
            ?? changes.Select(c => OfTree(c.Fix, c.Changes!.Value, facts, verdict.BadProfile)).FirstOrDefault(p => p is not null)
            ?? Model(passing[0], kernel);
    }

    private CandidatePatch? OfTree(FixCandidate fix, ImmutableArray<IGrouping<string, HandlerChange>> changes, MailFacts facts, string? profile)
    {
        string commit = "";
        List<CodeFile>? Files(IReadOnlyCollection<string> callbacks)
        {
            (string Commit, List<CodeFile> Files)? found = tree.Find(facts, profile, callbacks);
            commit = found?.Commit ?? "";
            return found?.Files;
        }

        CandidatePatch? patch = Code(fix, changes, Files, "");
        return patch is null ? null : patch with { Against = $"{commit} of the kernel tree" };
    }

    private static List<CodeFile>? Defining(ImmutableArray<CodeFile> files, IReadOnlyCollection<string> callbacks)
    {
        List<CodeFile> found = [.. files.Where(f => f.Regions.Any(r => callbacks.Any(c => BlockEdit.Defines(r.Text, c))))];
        return callbacks.All(c => found.Count(f => f.Regions.Any(r => BlockEdit.Defines(r.Text, c))) == 1) ? found : null;
    }

    private static CandidatePatch? Code(
        FixCandidate fix, ImmutableArray<IGrouping<string, HandlerChange>> changes, Func<IReadOnlyCollection<string>, List<CodeFile>?> find, string against)
    {
        if (find([.. changes.Select(c => c.Key)]) is not { } files)
        {
            return null;
        }

        List<string> diff = [];
        foreach (CodeFile file in files)
        {
            List<string> texts = [.. file.Regions.Select(r => r.Text)];
            foreach (IGrouping<string, HandlerChange> change in changes.Where(c => texts.Any(t => BlockEdit.Defines(t, c.Key))))
            {
                if (BlockEdit.Apply(texts, [.. change]) is not { } edited)
                {
                    return null;
                }

                texts = edited;
            }

            diff.AddRange(file.DiffTo(texts));
        }

        return diff.Count == 0 ? null : new CandidatePatch(fix, against, IsCode: true, [.. diff]);
    }

    private static CandidatePatch? Model(FixCandidate fix, KernelProfile? kernel)
    {
        if (fix.Kernel is not { } edited || kernel is null)
        {
            return null;
        }

        CodeFile file = new(kernel.Name + ".json", [new CodeRegion(1, [.. ProfileWriter.Write(kernel).TrimEnd('\n').Split('\n')])]);
        string against = $"the model of {kernel.Name} that was run, as \"triagebot profiles show {kernel.Name} --format json\" prints it";
        return new CandidatePatch(fix, against, IsCode: false, file.DiffTo([ProfileWriter.Write(edited).TrimEnd('\n')]));
    }
}
