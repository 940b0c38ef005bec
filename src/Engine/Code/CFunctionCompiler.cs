using System.Collections.Immutable;
using Iced.Intel;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <summary>The code of one function.</summary>
internal sealed record CCompiledFunction(CFunction Source, ImmutableArray<byte> Bytes, ImmutableArray<CFixup> Fixups, bool HasEntryCall);

/// <summary>A local variable or parameter: its type and its place below the frame pointer, or the symbol of a static one.</summary>
internal sealed record CLocal(CType Type, int Slot, string? Symbol = null);

/// <summary>Compiles one function. A value is in rax, extended to 64 bits as its type says; temporaries are slots of the frame.</summary>
internal sealed partial class CFunctionCompiler(CFunction function, CUnitScope unit, MiniCOptions options, CDiagnostics diagnostics)
{
    /// <summary>Largest frame in bytes; a kernel stack has 16 KiB.</summary>
    private const int MaxFrame = 8192;

    private static readonly X64Register[] ArgumentRegisters =
        [X64Register.Rdi, X64Register.Rsi, X64Register.Rdx, X64Register.Rcx, X64Register.R8, X64Register.R9];

    private readonly CEmitter _code = new();
    private readonly List<Dictionary<string, CLocal>> _scopes = [];
    private readonly Stack<int> _freeSlots = [];
    private bool _siblingCalls;
    private int _frame;

    public CCompiledFunction Compile()
    {
        CBlock body = function.Body!;
        _siblingCalls = !CAddressTaken.AnyIn(function);
        bool traced = options.EntryCalls
            && (function.Attributes & CAttributes.NoTrace) == 0
            && (options.TraceInit || (function.Attributes & CAttributes.Init) == 0);
        if (traced)
        {
            _code.Transfer(CallEncoding.CallOpcode, "__fentry__");
        }

        _code.Emit(Instruction.Create(IcedCode.Push_r64, Register.RBP));
        _code.Emit(IcedCode.Mov_rm64_r64, Register.RBP, Register.RSP);
        _code.Emit(Instruction.Create(IcedCode.Sub_rm64_imm32, Register.RSP, 0));
        int frameField = _code.Offset - 4;
        _scopes.Add(new Dictionary<string, CLocal>(StringComparer.Ordinal));
        StoreParameters();
        Block(body, isTail: function.Result.Kind == CTypeKind.Void);
        Epilogue(returns: true);
        CheckLabels();
        _code.Patch(frameField, (_frame + 15) / 16 * 16);
        if (_frame > MaxFrame)
        {
            diagnostics.Add(function.Line, function.Column, $"The locals of '{function.Name}' need more than {MaxFrame} bytes.");
        }

        return new CCompiledFunction(function, _code.ToImmutable(), [.. _code.Fixups], traced);
    }

    private void StoreParameters()
    {
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            CParameter parameter = function.Parameters[i];
            int slot = NewSlot(parameter.Type.Size);
            if (i < ArgumentRegisters.Length)
            {
                Store(parameter.Type, CEmitter.At(X64Register.Rbp, slot), ArgumentRegisters[i]);
            }
            else
            {
                // Above the saved frame pointer and the return address.
                int place = 16 + ((i - ArgumentRegisters.Length) * 8);
                _code.Emit(IcedCode.Mov_r64_rm64, Register.RAX, CEmitter.At(X64Register.Rbp, place));
                Store(parameter.Type, CEmitter.At(X64Register.Rbp, slot), X64Register.Rax);
            }

            Declare(parameter.Name, new CLocal(parameter.Type, slot), function.Line, function.Column);
        }
    }

    private void Epilogue(bool returns)
    {
        _code.Emit(Instruction.Create(IcedCode.Leaveq));
        if (returns)
        {
            _code.Emit(Instruction.Create(IcedCode.Retnq));
        }
    }

    private bool CanBeSibling(CCall call) =>
        _siblingCalls && call.Arguments.Length <= ArgumentRegisters.Length && !CPrinting.Vanishes(call.Function);

    private void Declare(string name, CLocal local, int line, int column)
    {
        if (name.Length > 0 && !_scopes[^1].TryAdd(name, local))
        {
            Error(line, column, $"'{name}' is declared twice.");
        }
    }

    private CLocal? FindLocal(string name)
    {
        for (int i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out CLocal? local))
            {
                return local;
            }
        }

        return null;
    }

    /// <summary>A new place in the frame, as a negative distance from the frame pointer.</summary>
    private int NewSlot(int size)
    {
        int rounded = (size + 7) / 8 * 8;
        _frame = Math.Min(_frame + rounded, MaxFrame + 8);
        return -_frame;
    }

    private int TakeSlot() => _freeSlots.Count > 0 ? _freeSlots.Pop() : NewSlot(8);

    private void GiveBack(int slot) => _freeSlots.Push(slot);

    private void Error(int line, int column, string message) => diagnostics.Add(line, column, message);

    private void Error(CStatement at, string message) => diagnostics.Add(at.Line, at.Column, message);

    private void Error(CExpression at, string message) => diagnostics.Add(at.Line, at.Column, message);
}
