using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Oops;

/// <summary>The lines that are alike in every complaint: kernel and taint, modules, code, what <c>ftrace_bug()</c> prints.</summary>
internal sealed partial class ReportDetails
{
    private const int MaxModules = 1_000;

    private readonly CodeLineReader _code = new();
    private readonly ImmutableArray<string>.Builder _modules = ImmutableArray.CreateBuilder<string>();
    private ImmutableArray<byte> _actual = [];
    private ImmutableArray<byte> _expected = [];
    private ulong? _flags;
    private string? _failure;
    private int _codeFrom;
    private int _codeTo;
    private int _modulesTo;
    private bool _modulesSeen;

    /// <summary>Kernel version, or null.</summary>
    public string? Version { get; private set; }

    /// <summary>Taint letters, empty for none, null when nothing was said.</summary>
    public string? Taint { get; private set; }

    /// <summary>Modules that are loaded.</summary>
    public ImmutableArray<string> Modules => _modules.ToImmutable();

    /// <summary>The call site that ftrace could not change, or null.</summary>
    public CallTraceEntry? FtraceSite { get; private set; }

    /// <summary>Takes a line; false when it is none of these.</summary>
    public bool Take(string text, int line) =>
        TakeKernel(text) || TakeModules(text, line) || TakeCode(text, line) || TakeFtrace(text, line) || Register().IsMatch(text);

    /// <summary>Whether a line is one of those that stand around a trace, never inside it.</summary>
    public static bool IsKnown(string text) => Register().IsMatch(text);

    /// <summary>The code line, or null.</summary>
    public CodeLine? Code(SourceText body) => _codeFrom == 0 ? null : _code.Finish(body.LineSpan(_codeFrom).Union(body.LineSpan(_codeTo)));

    /// <summary>What ftrace printed, or null.</summary>
    public FtraceComplaint? Ftrace() => _failure is null ? null : new FtraceComplaint(_failure, _actual, _expected, _flags);

    private bool TakeKernel(string text)
    {
        if (Version is not null || !text.Contains("ainted", StringComparison.Ordinal))
        {
            return false;
        }

        Match match = Kernel().Match(text);
        if (match.Success)
        {
            Version = match.Groups["version"].Value;
            Taint = string.Concat(match.Groups["flags"].Value.Where(char.IsAsciiLetterUpper));
        }

        return match.Success;
    }

    private bool TakeModules(string text, int line)
    {
        bool starts = !_modulesSeen && text.StartsWith("Modules linked in:", StringComparison.Ordinal);
        if (!starts && _modulesTo != line - 1)
        {
            return false;
        }

        string list = starts ? text["Modules linked in:".Length..] : text;
        int unloaded = list.IndexOf("[last unloaded", StringComparison.Ordinal);
        string[] names = (unloaded < 0 ? list : list[..unloaded]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!starts && (unloaded < 0 && names.Length == 0 || !Array.TrueForAll(names, name => ModuleName().IsMatch(name))))
        {
            return false;
        }

        _modulesSeen = true;
        _modulesTo = unloaded < 0 ? line : 0;
        foreach (string name in names.TakeWhile(_ => _modules.Count < MaxModules))
        {
            int flags = name.IndexOf('(', StringComparison.Ordinal);
            _modules.Add(flags < 0 ? name : name[..flags]);
        }

        return true;
    }

    private bool TakeCode(string text, int line)
    {
        bool starts = _codeFrom == 0 && text.StartsWith("Code:", StringComparison.Ordinal);
        bool taken = (starts || (_codeTo > 0 && _codeTo == line - 1)) && _code.Take(starts ? Label().Replace(text[5..], "") : text);
        if (taken)
        {
            _codeFrom = starts ? line : _codeFrom;
            _codeTo = line;
        }

        return taken || starts;
    }

    /// <summary>Takes a line of what <c>ftrace_bug()</c> prints; false when it is none.</summary>
    public bool TakeFtrace(string text, int line)
    {
        Match failure = FtraceFailure().Match(text);
        if (failure.Success)
        {
            _failure = failure.Groups["failure"].Value;
            FtraceSite = FrameReader.Read(failure.Groups["site"].Value, line);
            return true;
        }

        if (_failure is not null && FtraceSite is null && FrameReader.Read(text, line) is { } below)
        {
            FtraceSite = below;
            return true;
        }

        Match detail = _failure is null ? Match.Empty : FtraceDetail().Match(text);
        if (!detail.Success)
        {
            return false;
        }

        if (detail.Groups["flags"].Success)
        {
            _flags = ulong.Parse(detail.Groups["flags"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        else if (detail.Groups["bytes"].Success)
        {
            ImmutableArray<byte> bytes = [.. detail.Groups["bytes"].Value.Split(':').Select(two => byte.Parse(two, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
            (_actual, _expected) = detail.Groups["actual"].Success ? (bytes, _expected) : (_actual, bytes);
        }

        return true;
    }

    [GeneratedRegex(@"(Not tainted|Tainted: (?<flags>[A-Z ]{1,60}))(,? \[[A-Z]\]=\w+)*,?\s+\(?(?<version>\d+\.\d+[^\s)]{0,120})|^(?<version>\d+\.\d+\S{0,120}) #\S.{0,80} (Not tainted|Tainted: (?<flags>[A-Z ]{1,60}))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Kernel();

    [GeneratedRegex(@"^[\w-]{2,60}(\([A-Z+-]{1,6}\))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ModuleName();

    [GeneratedRegex(@"^\s*(Bad (RIP|EIP|PC) value\.?|Unable to access opcode bytes at .*|\w+: )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^ftrace (faulted|failed|bug)( on| to)? (?<failure>modify(ing)?|writing|unknown error)(?<site>.{0,200})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FtraceFailure();

    [GeneratedRegex(@"^((?<actual>actual)|expected):\s+(?<bytes>[0-9a-f]{2}(:[0-9a-f]{2})+)|^ftrace record flags: (?<flags>[0-9a-f]{1,16})$|^(Setting|Converting|Updating|Initializing) ftrace call site|^expected tramp:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FtraceDetail();

    [GeneratedRegex(@"^(Hardware name:|CPU: \d|RIP:|RSP:|R[A-D]X:|R\d\d: |[CDFG]S: |CR\d:|DR\d:|PKRU:|FS:|EAX:|ESI:|DS:|EIP:|EFLAGS|Call Trace|pstate|x\d{1,2} ?:|r\d{1,2} ?:|GPR\d|NIP:|LR |MSR:|CFAR:|Krnl|Stack:|Workqueue:|Comm:|task:|Process |Allocated by|Freed by|Memory state|==|The buggy|page:|flags:|raw:|irq event|hardirqs|softirqs|Last potentially|Dumping ftrace|Kernel panic|Rebooting|Sending NMI|NMI backtrace|preempt_count|\d locks? held|-> #|other info|stack backtrace|but task is|which lock|the existing|Possible unsafe|\*\*\* DEADLOCK|Mem-Info|in_atomic|Read of|Write of|value changed)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Register();
}
