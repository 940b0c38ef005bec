using System.Globalization;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Scan;

namespace TriageBot.Bot.CommandLine;

/// <summary>Counts what a scan saw.</summary>
/// <param name="errors">Where damaged messages are named.</param>
internal sealed class ScanSummary(TextWriter errors)
{
    private readonly SortedDictionary<string, int> _classes = new(StringComparer.Ordinal);
    private int _messages;
    private int _damaged;
    private int _deleted;
    private int _older;
    private int _deserving;
    private int _diagnostics;
    private string _cursor = "";

    /// <summary>Whether the message is one that was asked for. One without a date is never left out.</summary>
    public static bool Takes(ScanResult result, DateTimeOffset? from) => result.Row is not null && !(result.Row.Date < from);

    /// <summary>Counts a message and names its damage.</summary>
    public async Task AddAsync(ScanResult result, DateTimeOffset? from)
    {
        _cursor = result.Message.Cursor.Length > 0 ? result.Message.Cursor : _cursor;
        if (result.Message.Damage is string damage)
        {
            _damaged++;
            await errors.WriteLineAsync("triagebot: " + SafeText.Line(damage, 500));
        }

        if (result.Row is not ScanRow row)
        {
            _deleted += result.Message.Deleted ? 1 : 0;
        }
        else if (!Takes(result, from))
        {
            _older++;
        }
        else
        {
            _messages++;
            _classes[row.Class] = _classes.GetValueOrDefault(row.Class) + 1;
            _deserving += row.WouldReply ? 1 : 0;
            _diagnostics += row.Diagnostics.Length;
        }
    }

    /// <summary>Writes the counts.</summary>
    /// <param name="stopped">Whether the scan was ended before its end.</param>
    public async Task WriteAsync(TextWriter output, bool stopped)
    {
        string older = _older == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {_older} older left out");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{_messages} messages, {_damaged} damaged, {_deleted} deleted{older}, {_deserving} deserve a reply, {_diagnostics} diagnostics"));
        await output.WriteLineAsync(string.Join(", ", _classes.Select(c => $"{c.Key} {c.Value}")));
        if (_cursor.Length > 0)
        {
            await output.WriteLineAsync($"{(stopped ? "Stopped before the end. To go on" : "To see only what comes later")}: --since {SafeText.Line(_cursor)}");
        }
    }
}
