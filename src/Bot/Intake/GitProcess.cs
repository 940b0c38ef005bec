using System.ComponentModel;
using System.Diagnostics;

namespace TriageBot.Bot.Intake;

/// <summary>Runs git on a repository that is only read.</summary>
internal static class GitProcess
{
    /// <summary>Starts git with its streams redirected.</summary>
    /// <exception cref="IOException">git is not installed.</exception>
    public static Process Start(string repository, IEnumerable<string> arguments, bool input)
    {
        ProcessStartInfo start = new("git", ["--git-dir=" + repository, .. arguments])
        {
            RedirectStandardInput = input,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            Process process = Process.Start(start) ?? throw new IOException("git could not be started.");

            // A filled error pipe would stop git; what it says is only wanted on failure.
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception error)
        {
            throw new IOException("git could not be started; is it installed?", error);
        }
    }

    /// <summary>The lines of git's answer, as they come.</summary>
    /// <exception cref="IOException">git failed.</exception>
    public static IEnumerable<string> Stream(string repository, IReadOnlyList<string> arguments)
    {
        using Process process = Start(repository, arguments, input: false);
        try
        {
            while (process.StandardOutput.ReadLine() is string line)
            {
                yield return line;
            }

            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new IOException($"git {arguments.FirstOrDefault(a => !a.Contains('=', StringComparison.Ordinal) && a[0] != '-')} could not read {repository} (exit code {process.ExitCode}).");
            }
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>The lines of git's answer.</summary>
    /// <exception cref="IOException">git failed.</exception>
    public static List<string> Lines(string repository, IReadOnlyList<string> arguments) => [.. Stream(repository, arguments)];

    /// <summary>Whether git ends with success.</summary>
    public static bool Succeeds(string repository, IReadOnlyList<string> arguments)
    {
        using Process process = Start(repository, arguments, input: false);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Ends git when nobody reads on.</summary>
    public static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
