using Spectre.Console;

namespace TriageBot.Bot.CommandLine;

/// <summary>Shows that something is being done, where there is somebody to see it.</summary>
internal static class Working
{
    /// <summary>Runs the work; on a terminal a line moves meanwhile.</summary>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, string what, Func<Task<T>> work) =>
        console.Profile.Out.IsTerminal ? console.Status().StartAsync(what, _ => work()) : work();
}
