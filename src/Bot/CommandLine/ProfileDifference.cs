using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.CommandLine;

/// <summary>The JSON of <c>profiles diff --format json</c>; <c>docs/profiles.md</c> describes it.</summary>
/// <param name="Rows">Number of rows of the matrix that both kernels have; null when the matrix was not run.</param>
internal sealed record ProfileDifference(
    string From, string To, ImmutableArray<ProfileChange> Changes, int? Rows, ImmutableArray<RowChange> RowChanges)
{
    private const int MostRows = 10;

    /// <summary>Nothing differs.</summary>
    [JsonIgnore]
    public bool IsEmpty => Changes.IsEmpty && RowChanges.IsEmpty;

    /// <summary>Compares two profiles, and what they make of the matrix when that is asked for.</summary>
    public static ProfileDifference Between(KernelProfile from, KernelProfile to, bool withMatrix, CancellationToken cancellationToken)
    {
        ImmutableArray<ProfileChange> changes = ProfileComparison.Between(from, to);
        MatrixComparison? matrix = withMatrix && !changes.IsEmpty ? MatrixComparison.Between(from, to, cancellationToken) : null;
        return new ProfileDifference(from.Name, to.Name, changes, matrix?.Rows, matrix?.Changes ?? []);
    }

    /// <summary>As one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProfileDifferenceJson.Default.ProfileDifference);

    /// <summary>In words; the first rows of each kind, and how many more there are.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. Changes.Select(c => $"{Heading(c)}: {c.Text}"),
        .. Group(lost: true, $"held by {From}, lost by {To}"),
        .. Group(lost: false, $"lost by {From}, held by {To}"),
        .. Rows is int count && RowChanges.IsEmpty ? [$"all {count} rows of the matrix go the same way"] : (string[])[],
    ];

    private static string Heading(ProfileChange change) => change.Kind switch
    {
        ProfileChangeKind.Step => "program " + change.Where,
        ProfileChangeKind.Block => change.Where,
        _ => "rule " + change.Where,
    };

    private IEnumerable<string> Group(bool lost, string title)
    {
        RowChange[] mine = [.. RowChanges.Where(r => r.Lost == lost)];
        if (mine.Length == 0)
        {
            return [];
        }

        string more = $"  and {mine.Length - MostRows} more; --format json has them all";
        return
        [
            "",
            $"{mine.Length} of {Rows} rows of the matrix are {title}:",
            .. mine.Take(MostRows).Select(r => $"  {r.Row}: {r.First.Id} after '{r.First.Step}': {r.First.Detail}"),
            .. mine.Length > MostRows ? [more] : (string[])[],
        ];
    }
}

/// <summary>Source-generated JSON of differences.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ProfileDifference))]
internal sealed partial class ProfileDifferenceJson : JsonSerializerContext;
