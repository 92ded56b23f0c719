/*
 * indskflt.sys of the lab, NOT Microsoft's: a driver that can be loaded and asked whether it is there. It filters nothing.
 */
#include <ntddk.h>

static UNICODE_STRING device_name = RTL_CONSTANT_STRING(L"\\Device\\InMageFilter");
static UNICODE_STRING link_name = RTL_CONSTANT_STRING(L"\\DosDevices\\InMageFilter");

static NTSTATUS NTAPI answer(DEVICE_OBJECT *device, IRP *irp)
{
    irp->IoStatus.Status = STATUS_SUCCESS;
    irp->IoStatus.Information = 0;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

static void NTAPI unload(DRIVER_OBJECT *driver)
{
    IoDeleteSymbolicLink(&link_name);
    IoDeleteDevice(driver->DeviceObject);
}

NTSTATUS NTAPI DriverEntry(DRIVER_OBJECT *driver, UNICODE_STRING *path)
{
    DEVICE_OBJECT *device;
    NTSTATUS status = IoCreateDevice(driver, 0, &device_name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (status != STATUS_SUCCESS) return status;
    driver->DriverUnload = unload;
    driver->MajorFunction[IRP_MJ_CREATE] = answer;
    driver->MajorFunction[IRP_MJ_CLOSE] = answer;
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = answer;
    return IoCreateSymbolicLink(&link_name, &device_name);
}
