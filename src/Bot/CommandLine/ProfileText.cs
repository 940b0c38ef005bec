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
