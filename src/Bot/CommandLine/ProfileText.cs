using Spectre.Console;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.CommandLine;

/// <summary>Profiles as text, from what the catalogue says of them.</summary>
internal static class ProfileText
{
    public static void Write(ProfileSummary profile, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{profile.Name}[/]");
        foreach (string line in Lines(profile))
        {
            console.Write(new Text(line + "\n"));
        }
    }

    /// <summary>A profile with a patch: what it changes, the chain, and the programs of the loader.</summary>
    public static string Patched(KernelProfile before, KernelProfile after)
    {
        IEnumerable<string> changes = ProfileDifference.Between(before, after, withMatrix: false, CancellationToken.None).Lines();
        IEnumerable<string> programs = after.Programs
            .OrderBy(program => program.Key is "load" or "unload" ? 0 : 1).ThenBy(program => program.Key, StringComparer.Ordinal)
            .SelectMany(program => program.Value.Select((step, i) => $"{(i == 0 ? program.Key : ""),-24}{step}"));
        return string.Join('\n', (IEnumerable<string>)[after.Name, .. Lines(ProfileSummary.Of(after)).Where(IsPart), "", "changes", .. changes, "", "programs", .. programs]) + "\n";
    }

    private static bool IsPart(string line) => line.StartsWith("chain", StringComparison.Ordinal) || line.StartsWith("direct", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(ProfileSummary profile)
    {
        yield return "stands for  " + profile.StandsFor;
        yield return "since       " + (profile.Since is { } since ? $"{since:yyyy-MM-dd}" : "never released");
        yield return "versions    " + (profile.Versions.IsEmpty ? "none" : string.Join(", ", profile.Versions));
        yield return "commits     " + (profile.Commits.IsEmpty ? "none" : string.Join(", ", profile.Commits));
        foreach (KeyValuePair<string, int> callback in profile.ModuleChainCallbacks)
        {
            yield return $"chain       {callback.Key} {PriorityText.Format(callback.Value)}";
        }

        foreach (string callback in profile.DirectCallbacks)
        {
            yield return "direct      " + callback;
        }
    }
}
