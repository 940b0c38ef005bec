using System.Collections.Immutable;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>Finds the functions of an object once it is loaded.</summary>
/// <remarks>Source: <c>klp_init_object_loaded()</c>, <c>klp_find_object_symbol()</c>; facts L05, L20 to L23, L62. Not modelled: <c>.klp.rela</c> sections,
/// which need real object files, and their errors (L24).</remarks>
internal sealed class KlpObjectLookup(LivepatchRules rules, KernelSymbolTable symbols, KernelLog log)
{
    /// <summary>Looks every function up, in that object only. The first error ends it (L20).</summary>
    /// <returns>0 or <c>-EINVAL</c>.</returns>
    public int InitLoaded(KlpPatch patch, KlpObject target)
    {
        foreach (KlpFunc function in target.Functions)
        {
            if (FindSymbol(target, function.Definition) is not KernelSymbol old)
            {
                return Errno.Einval;
            }

            function.OldFunction = old.Address;
            function.OldSize = old.Size;
            if (function.IsNop)
            {
                function.NewFunction = old.Address;
                function.NewSize = old.Size;
            }
            else
            {
                function.NewFunction = ModuleMemory.AddressOf(patch.Module, function.Definition.NewFunction) ?? GuestAddress.Null;
                function.NewSize = ModuleMemory.SizeOf(patch.Module, function.Definition.NewFunction);
            }
        }

        return 0;
    }

    /// <summary><c>klp_free_object_loaded()</c>.</summary>
    public static void Forget(KlpObject target)
    {
        target.Module = null;
        foreach (KlpFunc function in target.Functions)
        {
            function.OldFunction = GuestAddress.Null;
        }
    }

    private KernelSymbol? FindSymbol(KlpObject target, KlpFuncDefinition wanted)
    {
        ImmutableArray<KernelSymbol> found = symbols.Find(wanted.OldName, target.Name);
        int position = wanted.SymbolPosition;
        if (found.Length == 0)
        {
            log.Print($"livepatch: symbol '{wanted.OldName}' not found in symbol table");
            return null;
        }

        if (position == 0 && found.Length > 1)
        {
            // The search stopped at the second hit, so the older message never counts more (L22).
            string many = rules.CountsAmbiguousSymbols ? " (2 matches) on" : " for";
            log.Print($"livepatch: unresolvable ambiguity{many} symbol '{wanted.OldName}' in object '{target.Name ?? "(null)"}'");
            return null;
        }

        if (position > found.Length)
        {
            log.Print($"livepatch: symbol position {position} for symbol '{wanted.OldName}' in object '{target.Label}' not found");
            return null;
        }

        return found[Math.Max(0, position - 1)];
    }
}
