using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Modules;

/// <summary>Places modules in guest memory, protects their text, runs their functions, and gives the memory back.</summary>
/// <remarks>Source: <c>layout_and_allocate()</c>, <c>simplify_symbols()</c>, <c>module_enable_ro()</c>, <c>free_module()</c>; facts M03, M11, X27, X60.
/// Not modelled: alternatives, retpolines, per-cpu sections.</remarks>
internal sealed class ModuleMemory(GuestMachine machine)
{
    private readonly List<(GuestAddress Start, long LoadId, InitRelease When)> _late = [];

    private const PagePermissions ReadWrite = PagePermissions.Read | PagePermissions.Write;
    private const PagePermissions ReadExecute = PagePermissions.Read | PagePermissions.Execute;

    /// <summary>Name under which module code refers to its own <c>struct module</c>; the address is that of its core.</summary>
    public const string ThisModule = "__this_module";

    /// <summary>Steps c to l of a load: memory, symbols, relocations. Text is writable and not executable until it is protected (X27).</summary>
    /// <param name="problem">A line for the kernel log for each symbol that nobody exports.</param>
    /// <returns>0; <c>-ENOENT</c> for an unknown symbol, <c>-ENOEXEC</c> for a relocation that is out of reach.</returns>
    public int Layout(KernelModule module, Action<string> problem)
    {
        ModuleImage image = module.Definition.Image;
        ModuleLayout layout = ModuleLayout.Of(image);
        GuestAddress core = machine.Space.Allocate(layout.CoreSize, ReadWrite);
        GuestAddress init = layout.InitSize > 0 ? machine.Space.Allocate(layout.InitSize, ReadWrite) : GuestAddress.Null;
        LinkResult link = ModuleLinker.Link(image, core, init, name => name == ThisModule ? core : machine.Symbols.FindAny(name)?.Address);
        module.Place = new ModulePlace(
            link, new GuestRange(core, layout.CoreSize), new GuestRange(core, layout.CoreTextSize), new GuestRange(init, layout.InitSize), layout.InitTextSize);
        foreach (string symbol in link.Unresolved)
        {
            problem($"{module.Name}: Unknown symbol {symbol} (err {Errno.Enoent})");
        }

        if (!link.Ok)
        {
            return link.Unresolved.IsEmpty ? Errno.Enoexec : Errno.Enoent;
        }

        foreach (LinkedSection section in link.Sections)
        {
            machine.Memory.Write(section.Address, section.Bytes.AsSpan());
        }

        AddSymbols(module, image, link);
        return 0;
    }

    /// <summary>Text becomes read-only and executable, before the module is COMING (M11).</summary>
    public void ProtectText(KernelModule module)
    {
        module.TextProtected = true;
        SetText(module, ReadExecute);
    }

    /// <summary>Text of a module becomes writable or read-only again (X60); nothing happens before it was protected.</summary>
    public void SetWritable(KernelModule module, bool writable)
    {
        if (module.TextProtected)
        {
            SetText(module, writable ? ReadExecute | PagePermissions.Write : ReadExecute);
        }
    }

    /// <summary>Runs a function of the module by name; 0 when there is none.</summary>
    public int Call(KernelModule module, string? function, params ReadOnlySpan<ulong> arguments) =>
        function is null || AddressOf(module, function) is not GuestAddress entry
            ? 0
            : unchecked((int)machine.Interpreter.Call(machine.Cpu, entry, arguments));

    /// <summary>Address of a symbol that the module defines, local ones too.</summary>
    public static GuestAddress? AddressOf(KernelModule module, string symbol)
    {
        if (module.Place is not ModulePlace place)
        {
            return null;
        }

        int index = 0;
        foreach (ImageSymbol candidate in module.Definition.Image.Symbols)
        {
            if (candidate.Section >= 0 && candidate.Name == symbol)
            {
                return place.Link.SymbolAddresses[index];
            }

            index++;
        }

        return null;
    }

    /// <summary>Size of a symbol that the module defines, in bytes.</summary>
    public static int SizeOf(KernelModule module, string symbol) =>
        module.Definition.Image.Symbols.FirstOrDefault(s => s.Section >= 0 && s.Name == symbol)?.Size ?? 0;

    /// <summary>Init text and data are given up once the module is LIVE; the memory is free for others a grace period later (M40).</summary>
    public void FreeInit(KernelModule module, InitRelease when = InitRelease.BeforeNextCommand)
    {
        if (module.Place is not ModulePlace place || place.Init.Length == 0)
        {
            return;
        }

        machine.Symbols.RemoveRange(place.Init.Start, place.Init.Length);
        module.Place = place with { Init = GuestRange.Empty };
        if (when == InitRelease.BeforeNextCommand)
        {
            machine.Space.Free(place.Init.Start);
        }
        else
        {
            _late.Add((place.Init.Start, module.LoadId, when));
        }
    }

    /// <summary>Gives back what earlier loads left and what is due by now.</summary>
    /// <param name="loadId">The load that is under way.</param>
    public void ReleaseInit(long loadId, InitRelease moment)
    {
        foreach ((GuestAddress start, long _, InitRelease _) in _late.Where(l => l.LoadId < loadId && l.When <= moment))
        {
            machine.Space.Free(start);
        }

        _late.RemoveAll(l => l.LoadId < loadId && l.When <= moment);
    }

    /// <summary>All memory and all symbols are given back.</summary>
    public void Free(KernelModule module)
    {
        FreeInit(module);
        if (module.Place is ModulePlace place)
        {
            machine.Space.Free(place.Core.Start);
        }

        module.Place = null;
        machine.Symbols.RemoveModule(module.Name);
    }

    private void SetText(KernelModule module, PagePermissions permissions)
    {
        if (module.Place is not ModulePlace place)
        {
            return;
        }

        if (place.CoreText.Length > 0)
        {
            machine.Memory.Protect(place.CoreText.Start, place.CoreText.Length, permissions);
        }

        if (place.Init.Length > 0 && place.InitTextLength > 0)
        {
            machine.Memory.Protect(place.Init.Start, place.InitTextLength, permissions);
        }
    }

    private void AddSymbols(KernelModule module, ModuleImage image, LinkResult link)
    {
        for (int i = 0; i < image.Symbols.Length; i++)
        {
            ImageSymbol symbol = image.Symbols[i];
            if (symbol.Section >= 0 && symbol.Name.Length > 0 && link.SymbolAddresses[i] is GuestAddress address)
            {
                machine.Symbols.Add(new KernelSymbol(symbol.Name, address, symbol.Size, module.Name));
            }
        }
    }
}
