using System.Globalization;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Transcripts;

/// <summary>Runs the commands of a transcript in an emulated kernel. What they print goes into the kernel's trace.</summary>
/// <remarks>The commands and what they print are described in <c>docs/transcripts.md</c>. A guest fault ends the kernel: later commands print nothing.</remarks>
public sealed class KernelShell(EmulatedKernel kernel, IModuleLibrary modules)
{
    /// <summary>Milliseconds; the delayed work of a livepatch transition runs about once a second (L53).</summary>
    private const int Second = 1000;
    private const int MaxSleep = 3600;

    private readonly KernelFiles _files = new(kernel);

    /// <summary>Why the kernel died, or null while it lives.</summary>
    public string? Oops { get; private set; }

    /// <summary>Runs one command.</summary>
    /// <param name="command">As in a transcript, without <c># </c>.</param>
    public void Run(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        kernel.Trace.Append(new CommandStarted(kernel.Trace.NextTick, command));
        if (Oops is not null)
        {
            return;
        }

        try
        {
            Dispatch(command);
        }
        catch (GuestFaultException fault)
        {
            Die(fault.Message);
        }
        catch (NotifierLoopException loop)
        {
            Die(loop.Message);
        }
    }

    private void Die(string why)
    {
        Oops = why;
        kernel.Trace.Append(new KernelDied(kernel.Trace.NextTick, why));
        kernel.Log.Print("Oops: " + why);
    }

    private void Dispatch(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["insmod", string file, .. string[] arguments]:
                Insmod(file, arguments);
                break;
            case ["modprobe", string name, .. string[] arguments] when name[0] != '-':
                // Unlike insmod it is content with a module that is there.
                if (kernel.Loader.Find(name) is null)
                {
                    Insmod(name, arguments);
                }

                break;
            case ["rmmod", _, ..]:
                Array.ForEach(words[1..], Rmmod);
                break;
            case ["modprobe", "-r", string removed]:
                Rmmod(removed);
                break;
            case ["echo", ..]:
                Echo(command);
                break;
            case ["sleep", string seconds] when int.TryParse(seconds, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= MaxSleep:
                Sleep(count);
                break;
            case ["sysctl", .., string setting]:
                Sysctl(setting);
                break;
            default:
                Show(words);
                break;
        }
    }

    /// <summary>Commands that change nothing.</summary>
    private void Show(string[] words)
    {
        switch (words)
        {
            case ["cat", string path]:
                Cat(path, text => text);
                break;
            case ["stat", "-c", "%A", string path]:
                Print(_files.Mode(path) is string mode ? ["out: " + mode] : [$"out: stat: can't stat '{path}': {Errno.Text(Errno.Enoent)}", "rc 1"]);
                break;
            case ["ls", string folder]:
                Ls(folder);
                break;
            case ["state", ..]:
                Print(StateReport.Lines(kernel, _files));
                break;
            case ["bytes", .. string[] symbols]:
                Print(symbols.SelectMany(s => BytesReport.Symbol(kernel, s)));
                break;
            case ["follow", string symbol]:
                Print(BytesReport.Follow(kernel, symbol));
                break;
            case ["tracelog"]:
                Print(kernel.Buffer.Lines.Select(l => "trace: " + l));
                break;
            case ["uname", ..]:
                Print(["out: " + kernel.Profile.Name]);
                break;
            case ["sh", "-c", ..]:
                Pipe(string.Join(' ', words[2..]).Trim('"', '\''));
                break;
            default:
                Print(NotFound(words.FirstOrDefault()));
                break;
        }
    }

    /// <summary><c>sysctl NAME</c> and <c>sysctl NAME=VALUE</c>.</summary>
    private void Sysctl(string setting)
    {
        (string name, string value) = Assignment(setting);
        string path = "/proc/sys/" + name.Replace('.', '/');
        int error = setting.Contains('=', StringComparison.Ordinal) ? _files.Write(path, value, append: false) : 0;
        if (error < 0)
        {
            Print([$"out: sysctl: setting key \"{name}\": {Errno.Text(error)}", "rc 255"]);
        }
        else if (_files.Read(path, out error) is string now)
        {
            Print([$"out: {name} = {now}"]);
        }
        else
        {
            Print([$"out: sysctl: cannot stat {path}: {Errno.Text(error)}", "rc 255"]);
        }
    }

    private void Sleep(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            kernel.PassTime(Second);
        }
    }

    private void Insmod(string file, string[] arguments)
    {
        string name = file.EndsWith(".ko", StringComparison.Ordinal) ? file[..^".ko".Length] : file;
        if (modules.Find(name) is not ModuleDefinition definition)
        {
            Print([$"out: insmod: can't open '{file}': No such file or directory", "rc 1"]);
            return;
        }

        int error = kernel.Loader.Load(definition, [.. arguments.Select(Assignment)]);
        kernel.PassTime(Second);
        if (error < 0)
        {
            Print([string.Create(CultureInfo.InvariantCulture, $"out: finit_module: errno {-error} {Errno.Text(error)}"), $"rc {-error}"]);
        }
    }

    /// <summary>A word of the command line of insmod: <c>parameter=value</c>.</summary>
    internal static KeyValuePair<string, string> Assignment(string word)
    {
        int at = word.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new(word, "") : new(word[..at], word[(at + 1)..].Trim('"'));
    }

    private void Rmmod(string name)
    {
        int error = kernel.Loader.Unload(name);
        if (error < 0)
        {
            Print([$"out: rmmod: can't unload module '{name}': {Errno.Text(error)}", "rc 1"]);
        }
    }

    /// <summary><c>echo VALUE &gt; FILE</c>. The value keeps its inner blanks, as the shell's words are joined by one.</summary>
    private void Echo(string command)
    {
        int at = command.LastIndexOf('>');
        if (at < 0)
        {
            Print(["out: " + command["echo".Length..].Trim()]);
            return;
        }

        bool append = at > 0 && command[at - 1] == '>';
        string value = command["echo".Length..(append ? at - 1 : at)].Trim().Trim('"', '\'');
        Write(command[(at + 1)..].Trim(), value, append);
    }

    private void Write(string path, string value, bool append)
    {
        int error = _files.Write(path, value, append);
        kernel.PassTime(Second);
        if (error < 0)
        {
            Print(["write failed", $"out: sh: write error: {Errno.Text(error)}"]);
        }
    }

    private void Cat(string path, Func<string, string> through)
    {
        if (_files.Read(path, out int error) is not string text)
        {
            Print([$"out: cat: can't open '{path}': {Errno.Text(error)}", "rc 1"]);
            return;
        }

        string result = through(text);
        Print(result.Length == 0 ? [] : result.TrimEnd('\n').Split('\n').Select(l => "out: " + l));
    }

    /// <summary><c>cat FILE | FILTER...</c>, or one command.</summary>
    private void Pipe(string line)
    {
        string[] stages = line.Split('|', StringSplitOptions.TrimEntries);
        if (stages[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["cat", string path] || stages.Length == 1)
        {
            Dispatch(line);
            return;
        }

        string? unknown = stages[1..].FirstOrDefault(s => !Pipeline.Knows(s));
        if (unknown is not null)
        {
            Print(NotFound(unknown.Split(' ')[0]));
            return;
        }

        Cat(path, text => Pipeline.Run(text, stages[1..]));
    }

    private static string[] NotFound(string? command) => [$"out: sh: {command}: not found", "rc 127"];

    private void Ls(string folder)
    {
        string[]? names = _files.List(folder);
        Print(names is null ? [$"out: ls: {folder}: {Errno.Text(Errno.Enoent)}", "rc 1"] : names.Select(n => "out: " + n));
    }

    private void Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            kernel.Trace.Append(new CommandPrinted(kernel.Trace.NextTick, line));
        }
    }
}

/// <summary>The emulated kernel can run no further: a guest fault or a walk that does not end.</summary>
public sealed record KernelDied(long Tick, string Why) : TraceEvent(Tick);
