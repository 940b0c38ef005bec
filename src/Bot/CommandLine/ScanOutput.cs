using System.Globalization;
using System.Text;
using Spectre.Console;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Scan;

namespace TriageBot.Bot.CommandLine;

/// <summary>Writes the rows of a scan, and moves a progress bar where somebody sees one.</summary>
internal sealed class ScanOutput
{
    private const int FlushChars = 16 * 1024;

    private readonly StringBuilder _held = new();
    private readonly TextWriter _writer;
    private readonly bool _json;
    private ProgressTask? _bar;
    private IAnsiConsole? _console;

    private ScanOutput(TextWriter writer, bool json)
    {
        _writer = writer;
        _json = json;
    }

    /// <summary>Runs the work. With rows on a terminal the bar stands below them; with rows in a file or pipe it is on standard error, if that is a terminal.
    /// JSON on a terminal has none: the bar would cut its lines.</summary>
    public static async Task RunAsync(ProgramIo io, bool json, Func<long?> count, Func<ScanOutput, Task> work)
    {
        ScanOutput output = new(io.Output, json);
        bool rowsSeen = io.Console.Profile.Out.IsTerminal;
        IAnsiConsole console = rowsSeen ? io.Console : ProgramIo.ConsoleOn(io.Error);
        try
        {
            if (!console.Profile.Out.IsTerminal || (rowsSeen && json))
            {
                await work(output);
                return;
            }

            output._console = rowsSeen ? console : null;
            long? total = count();
            await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(context =>
            {
                output._bar = context.AddTask("messages", maxValue: total ?? 1);
                output._bar.IsIndeterminate = total is null;
                return work(output);
            });
        }
        finally
        {
            output.Flush();
        }
    }

    /// <summary>Writes the row of a message; one without a row only moves the bar.</summary>
    public void Write(ScanRow? row)
    {
        _bar?.Increment(1);
        if (row is null)
        {
            return;
        }

        string line = _json ? ScanJson.Line(row) : Line(row);
        if (_console is not null)
        {
            _console.Write(new Text(line + "\n") { Overflow = Overflow.Ellipsis });
            return;
        }

        _held.Append(line).Append('\n');
        if (_held.Length >= FlushChars)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _writer.Write(_held);
        _writer.Flush();
        _held.Clear();
    }

    private static string Line(ScanRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Date:yyyy-MM-dd}  {row.Class,-19} {(row.WouldReply ? "reply" : "-    ")}  c{row.Callbacks.Length} o{row.Orderings.Length} k{row.Commits.Length} d{row.Directives.Length}  {SafeText.Line(row.Subject, 90)}");
}
