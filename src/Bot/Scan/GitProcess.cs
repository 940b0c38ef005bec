using System.ComponentModel;
using System.Diagnostics;

namespace TriageBot.Bot.Scan;

/// <summary>Runs git on a repository that is only read.</summary>
internal static class GitProcess
{
    /// <summary>Starts git with its streams redirected.</summary>
    /// <exception cref="IOException">git is not installed.</exception>
    public static Process Start(string repository, IEnumerable<string> arguments, bool input)
    {
        ProcessStartInfo start = new("git")
        {
            RedirectStandardInput = input,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("--git-dir=" + repository);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

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

    /// <summary>The lines of git's answer.</summary>
    /// <exception cref="IOException">git failed.</exception>
    public static List<string> Lines(string repository, IEnumerable<string> arguments)
    {
        using Process process = Start(repository, arguments, input: false);
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? lines : throw new IOException($"git could not read {repository} (exit code {process.ExitCode}).");
    }

    /// <summary>Whether git ends with success.</summary>
    public static bool Succeeds(string repository, IEnumerable<string> arguments)
    {
        using Process process = Start(repository, arguments, input: false);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
