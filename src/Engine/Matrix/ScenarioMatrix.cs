using System.Collections.Immutable;
using System.Globalization;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;

namespace TriageBot.Engine.Matrix;

/// <summary>The scenario matrix: every combination of load order, ending, failure, kind of patch, tracer and probe.</summary>
/// <remarks>Where the third user of the chain stands follows from the kernel that is judged: above all, at the default, and right behind each of
/// the priorities that the kernel gives to ftrace and livepatch; the same positions then serve every kernel that is compared with it.</remarks>
public sealed class ScenarioMatrix
{
    private static readonly string[] Endings = ["unload", "disable-unload", "reload"];
    private static readonly string[] Patches = ["", "stacked", "replace"];
    private static readonly string[] Probes = ["", "kprobe", "kprobe-post"];

    private ScenarioMatrix(ImmutableArray<MatrixRow> rows, ImmutableArray<ThirdPosition> positions)
    {
        Rows = rows;
        Positions = positions;
        Modules = new BuiltInModules(positions.Select(p => p.Priority));
    }

    /// <summary>All rows, simple ones first.</summary>
    public ImmutableArray<MatrixRow> Rows { get; }

    /// <summary>Where a third user may stand.</summary>
    public ImmutableArray<ThirdPosition> Positions { get; }

    /// <summary>The modules that the rows load.</summary>
    public BuiltInModules Modules { get; }

    /// <summary>The matrix for judging a kernel. Rows whose feature no profile of the comparison has do not exist.</summary>
    public static ScenarioMatrix For(KernelProfile judged) => For(judged, judged);

    /// <summary>The matrix for judging a kernel against another with the same features: a third user of the chain stands wherever either gives it a place.</summary>
    public static ScenarioMatrix For(KernelProfile judged, KernelProfile other)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(other);
        ImmutableArray<ThirdPosition> positions = PositionsFor(judged.ModuleChain.Concat(other.ModuleChain));
        IEnumerable<MatrixRow> rows =
            from order in (string[])["patch-then-target", "target-then-patch"]
            from ending in Endings
            from failure in Failures(judged, positions)
            from patch in Patches.Where(p => p != "replace" || judged.Livepatch.Replace)
            from tracer in (string[])["", "tracer"]
            from probe in Probes
            select Row(order, ending, failure, patch, tracer, probe, positions);
        return new ScenarioMatrix([.. rows.OrderBy(r => r.Commands.Length).ThenBy(r => r.Features.Count)], positions);
    }

    /// <summary>The rows that are wanted.</summary>
    public ScenarioMatrix Where(Func<MatrixRow, bool> wanted) => new([.. Rows.Where(wanted)], Positions);

    private static ImmutableArray<ThirdPosition> PositionsFor(IEnumerable<BuiltInBlock> blocks)
    {
        int[] pair = [.. blocks
            .Where(b => b.Actions?.Values.SelectMany(BuiltInBlock.Split).Any(a => a.StartsWith("ftrace.", StringComparison.Ordinal) || a.StartsWith("klp.", StringComparison.Ordinal)) == true)
            .Select(b => b.PriorityValue)
            .DefaultIfEmpty(int.MinValue)
            .Where(p => p is not (int.MaxValue or 0))
            .Distinct()
            .OrderDescending()];
        List<ThirdPosition> positions = [new("first", int.MaxValue), new("default", 0)];
        positions.AddRange(pair.Select((p, i) => new ThirdPosition(Name(i, pair.Length), p)));
        return [.. positions.DistinctBy(p => p.Priority)];
    }

    /// <summary>Rows are known by name, so that with several places between the callbacks each needs its own.</summary>
    private static string Name(int index, int count) =>
        index == count - 1 ? "last" : index == 0 ? "between" : string.Create(CultureInfo.InvariantCulture, $"between{index + 1}");

    private static IEnumerable<string> Failures(KernelProfile judged, ImmutableArray<ThirdPosition> positions) =>
        [
            "",
            "init-fails",
            judged.Livepatch.Callbacks ? "callback-refuses" : "patch-refuses",
            .. positions.Select(p => "third-refuses-" + p.Name),
            .. positions.Select(p => "third-stops-" + p.Name),
        ];

    private static MatrixRow Row(
        string order, string ending, string failure, string patch, string tracer, string probe, ImmutableArray<ThirdPosition> positions)
    {
        string[] parts = [order, ending, failure, patch, tracer, probe];
        string name = string.Join('/', parts.Where(p => p.Length > 0));
        return new MatrixRow(name, RowCommands.Build(order, ending, failure, patch, tracer, probe, positions), Features(parts));
    }

    private static ImmutableHashSet<string> Features(string[] parts) =>
        [.. parts.Where(p => p.Length > 0).Select(p => p.StartsWith("third-", StringComparison.Ordinal) ? string.Join('-', p.Split('-')[..2]) : p)];
}
