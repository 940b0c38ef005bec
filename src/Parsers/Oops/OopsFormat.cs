using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Oops;

/// <summary>Where a complaint shows the function that it is about.</summary>
internal enum FunctionPlace
{
    /// <summary>In the headline, else in the trace.</summary>
    Headline,

    /// <summary>At the program counter, else in the trace.</summary>
    Counter,

    /// <summary>The first entry of the trace that is not part of the complaining itself.</summary>
    Trace,

    /// <summary>Where the lock is taken.</summary>
    Lock,

    /// <summary>It has none.</summary>
    Nowhere,
}

/// <summary>One form of complaint: how it begins, what it is called and where its function stands.</summary>
/// <param name="Headline">Matches the first line. Groups: <c>func</c>, <c>module</c>, <c>at</c> (file and line), <c>what</c>, <c>level</c>.</param>
/// <param name="Title">With <c>{what}</c>, <c>{level}</c> and <c>{access}</c>; " in FUNCTION" is put behind it.</param>
/// <param name="Detail">True when it only says more of a complaint that stands above it.</param>
/// <param name="FromLog">True when the line is too common to count without a time stamp.</param>
internal sealed record OopsFormat(CallTraceKind Kind, Regex Headline, string Title, FunctionPlace Place, bool Detail = false, bool FromLog = false);
