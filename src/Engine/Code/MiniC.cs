using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>How to compile.</summary>
/// <param name="PrintPrefix">What <c>pr_fmt</c> puts before the text of <c>pr_info</c> and its kin, e.g. <c>demo: </c>.</param>
/// <param name="TraceInit">True when <c>__init</c> functions have an entry call (newer kernels; in 2016 they were <c>notrace</c>).</param>
/// <param name="EntryCalls">False for a kernel built without <c>-mfentry</c>: no function has an entry call.</param>
public sealed record MiniCOptions(string PrintPrefix = "", bool TraceInit = true, bool EntryCalls = true);

/// <summary>Something in the source that is wrong or not supported.</summary>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1, in UTF-16 units.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record MiniCDiagnostic(int Line, int Column, string Message);

/// <summary>An image, or what stood in its way.</summary>
/// <param name="Image">The module; null when there is any diagnostic.</param>
/// <param name="Diagnostics">What is wrong, in source order within each pass; empty on success.</param>
public sealed record MiniCResult(ModuleImage? Image, ImmutableArray<MiniCDiagnostic> Diagnostics);

/// <summary>Compiles the C of module functions to x86-64 kernel code.</summary>
/// <remarks>A subset: no structures but opaque pointers, no floating point, no preprocessor, no goto. The code has the shape that matters to
/// ftrace and livepatch: entry calls as first instructions, and as calls and not as nops (X06, X10), sibling calls, cold functions apart; it is not optimised.</remarks>
public static class MiniC
{
    /// <summary>Longest source, in UTF-16 units.</summary>
    public const int MaxSourceLength = 256 * 1024;

    /// <summary>Deepest nesting of statements and expressions.</summary>
    public const int MaxNesting = 256;

    /// <summary>Compiles one source.</summary>
    public static MiniCResult Compile(string source, MiniCOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        CDiagnostics diagnostics = new();
        if (source.Length > MaxSourceLength)
        {
            diagnostics.Add(1, 1, $"The source is longer than {MaxSourceLength} characters.");
            return new MiniCResult(null, diagnostics.ToImmutable());
        }

        CUnit unit = new CParser(new CLexer(source, diagnostics).Tokens(), diagnostics).Parse();
        ModuleImage? image = diagnostics.IsEmpty ? new CUnitCompiler(unit, options, diagnostics).Compile() : null;
        return new MiniCResult(diagnostics.IsEmpty ? image : null, diagnostics.ToImmutable());
    }
}
