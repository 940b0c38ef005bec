using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Oops;

/// <summary>A complaint while its lines are read.</summary>
internal sealed partial class OpenReport(OopsFormat format, Match headline, string text, string leadIn, bool stamped, int line)
{
    private const int MaxEntries = 256;

    private readonly ReportDetails _details = new();
    private readonly List<CallTraceEntry> _entries = [];
    private CallTraceEntry? _counter;
    private CallTraceEntry? _lock;
    private Match _headline = headline;
    private string _access = "";
    private bool _inTrace;
    private bool _strayLine;
    private bool _lockBelow;
    private bool _traceDone;
    private bool _ended;
    private bool _stamped = stamped;
    private int _lastHeadline = line;

    /// <summary>Line of the headline.</summary>
    public int Line { get; } = line;

    /// <summary>The last line that is part of the log.</summary>
    public int LastLogLine { get; private set; } = line;

    /// <summary>Whether another headline belongs to this complaint.</summary>
    public bool Continues(OopsFormat other, Match match, int otherLine)
    {
        bool fresh = _entries.Count == 0 && !_ended;
        bool repeated = other.Kind == format.Kind && otherLine == _lastHeadline + 1 && match.Groups["func"].Success;
        if (repeated)
        {
            // A decoded log has one headline a level of inlining; the outermost function is the one that exists.
            _headline = match;
            _lastHeadline = otherLine;
        }

        return repeated || (fresh && other.Detail);
    }

    /// <summary>Takes a line behind the headline.</summary>
    /// <returns>False when the complaint is over in front of it.</returns>
    public bool Take(string content, bool isStamped, int number)
    {
        string trimmed = content.TrimStart();
        if (_ended)
        {
            // ftrace says what it could not change behind its own warning.
            bool more = format.Kind == CallTraceKind.Warning && _details.TakeFtrace(trimmed, number);
            LastLogLine = more ? number : LastLogLine;
            return more;
        }

        _stamped |= isStamped;
        // A line may say two things: the code line stands inside traces too.
        bool known = TakeTrace(content, trimmed, isStamped, number) | TakeHint(trimmed, number) | _details.Take(trimmed, number);
        LastLogLine = known || isStamped ? number : LastLogLine;
        _ended = trimmed.StartsWith("---[ end ", StringComparison.Ordinal);
        return true;
    }

    /// <summary>The fact, or null when nothing but the headline speaks for a log.</summary>
    public CallTraceFact? Finish(SourceText body)
    {
        bool proven = _stamped || _entries.Count > 0 || _counter is not null || _lock is not null || _details.Version is not null || text.Contains("+0x", StringComparison.Ordinal);
        if (!proven)
        {
            return null;
        }

        CallTraceEntry? place = Place();
        FtraceComplaint? ftrace = _details.Ftrace();
        string? function = _details.FtraceSite?.Function ?? place?.Function;
        string? named = place is null || Plumbing.Has(place.Function, format.Kind) ? null : place.Function;
        TextSpan span = body.LineSpan(Line).Union(body.LineSpan(LastLogLine));
        return new CallTraceFact(
            ftrace is null ? format.Kind : CallTraceKind.FtraceBug, Title(named), text.TrimEnd(), function,
            _details.FtraceSite is { } site ? site.Module : place?.Module, _headline.Groups["at"] is { Success: true } at ? at.Value : null,
            _details.Version, _details.Taint, _details.Code(body), _details.Modules, [.. _entries], ftrace, Line, span);
    }

    private bool TakeTrace(string content, string trimmed, bool stampedLine, int number)
    {
        if (Opens().IsMatch(trimmed))
        {
            _inTrace = !_traceDone;
            return true;
        }

        if (_counter is null or { Offset: null } && FrameReader.Counter(trimmed, number) is { } counter)
        {
            _counter = counter;
            return true;
        }

        CallTraceEntry? entry = FrameReader.Read(content, number);
        if (entry is null)
        {
            return StaysInside(trimmed, stampedLine);
        }

        _strayLine = false;
        if (_lockBelow)
        {
            (_lock, _lockBelow) = (_lock ?? entry, false);
        }

        if (_inTrace && _entries.Count < MaxEntries)
        {
            _entries.Add(entry);
        }

        return true;
    }

    // Registers of an exception stand inside a trace, and another CPU may put one line of its own into it; anything else ends it.
    private bool StaysInside(string trimmed, bool stampedLine)
    {
        bool inside = Inside().IsMatch(trimmed);
        bool stray = !inside && stampedLine && !_strayLine && trimmed.Length > 0 && !ReportDetails.IsKnown(trimmed);
        _strayLine = stray;
        _traceDone |= _inTrace && _entries.Count > 0 && !inside && !stray;
        _inTrace &= !_traceDone;
        return inside;
    }

    private bool TakeHint(string trimmed, int number)
    {
        if (_access.Length == 0 && Access().Match(trimmed) is { Success: true } access)
        {
            _access = char.ToUpperInvariant(access.Groups["access"].Value[0]) + access.Groups["access"].Value[1..];
            return true;
        }

        if (_lock is null && format.Place == FunctionPlace.Lock && LockPlace().Match(trimmed) is { Success: true } taken)
        {
            _lock = FrameReader.Read(taken.Groups["frame"].Value, number);
            return true;
        }

        _lockBelow = trimmed.EndsWith(" at:", StringComparison.Ordinal);
        return false;
    }

    private CallTraceEntry? Place()
    {
        CallTraceEntry? named = format.Place switch
        {
            FunctionPlace.Headline => Headline(),
            FunctionPlace.Counter => _counter,
            FunctionPlace.Lock => _lock,
            _ => null,
        };
        if (format.Place == FunctionPlace.Nowhere || (named is not null && !Plumbing.Has(named.Function, format.Kind)))
        {
            return named;
        }

        // A leak is named for who wanted the object, not for the layers that hand it out.
        IEnumerable<CallTraceEntry> sure = _entries.Where(entry => entry.Offset is not null && !Plumbing.Has(entry.Function, format.Kind)
            && !(format.Kind == CallTraceKind.MemoryLeak && entry.Function.Contains("alloc", StringComparison.Ordinal)));
        return sure.FirstOrDefault(entry => entry.Reliable) ?? sure.FirstOrDefault() ?? named;
    }

    private CallTraceEntry? Headline() => _headline.Groups["func"] is { Success: true } function
        ? new CallTraceEntry(function.Value, null, null, _headline.Groups["module"] is { Success: true } module ? module.Value : null, true, null, Line)
        : null;

    private string Title(string? function)
    {
        string title = LeadTitle() ?? format.Title
            .Replace("{what}", What(), StringComparison.Ordinal)
            .Replace("{level}", _headline.Groups["level"].Value, StringComparison.Ordinal)
            .Replace("{access}", _access, StringComparison.Ordinal)
            .TrimEnd();
        return function is null || format.Place == FunctionPlace.Nowhere ? title : $"{title} in {Bare(function)}";
    }

    private string What()
    {
        string what = _headline.Groups["what"].Value.TrimEnd();
        return format.Kind == CallTraceKind.Ubsan
            ? what.ToLowerInvariant().Replace(' ', '-')
            : what switch
            {
                "double-free or invalid-free" => "invalid-free",
                "stack segment" => "stack segment fault",
                _ => what,
            };
    }

    private string? LeadTitle() => format.Kind switch
    {
        CallTraceKind.Warning when leadIn.StartsWith("refcount_t:", StringComparison.Ordinal) => "WARNING: refcount bug",
        CallTraceKind.Warning when leadIn.StartsWith("ODEBUG:", StringComparison.Ordinal) => "WARNING: ODEBUG bug",
        CallTraceKind.Bug when leadIn.StartsWith("list_", StringComparison.Ordinal) && leadIn.Contains("corruption", StringComparison.Ordinal) => "BUG: corrupted list",
        _ => null,
    };

    // Copies that the compiler made of a function carry a suffix, entry points of system calls a prefix.
    private static string Bare(string function)
    {
        int dot = function.IndexOf('.', StringComparison.Ordinal);
        string name = dot <= 0 || function.Contains(" / ", StringComparison.Ordinal) ? function : function[..dot];
        return SystemCall().Replace(name, "sys_");
    }

    [GeneratedRegex(@"^(__(x64|ia32|arm64|s390x|riscv|se|do)_sys_|SyS_|SYSC_)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SystemCall();

    [GeneratedRegex(@"^(Call [Tt]race:|backtrace( \(crc [0-9a-f]+\))?:|Backtrace:|stack backtrace:$|Trace:$|Stack traceback)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Opens();

    [GeneratedRegex(@"^(</?(IRQ|TASK|NMI|SOFTIRQ|HARDIRQ|EOI|EOE|ENTRY_TRAMPOLINE|#DF|DF)>|RIP:|RSP:|R[A-D][XIP]:|R[BSD][PI]:|R\d\d:|Code:|EFLAGS|x\d+ ?:|pc :|lr :|sp :|pstate:|\(NULL\)|ret_from|--- interrupt|Exception stack|\[[0-9a-f]{16}\] \[[0-9a-f]{16}\])|^[0-9a-f]{8,16}( [0-9a-f]{8,16})+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Inside();

    [GeneratedRegex(@"^(?<access>Read|Write|read|write|Out-of-bounds (?<access>read|write)) (of size \d+ )?(at|by|to) ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Access();

    [GeneratedRegex(@"^(#0: +)?(ffff\w+ |[0-9a-f]{8,16} )?\(.{1,200}, at: (?<frame>.{3,200})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LockPlace();
}
